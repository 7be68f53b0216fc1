#include "slurmctld/stepd/pmix_service.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace minislurm::stepd {

namespace {

namespace fs = std::filesystem;

// Where the plugin lies from the folder of slurmstepd: installed, and as built.
constexpr std::array kPlaces = {"../lib/minislurm/mpi_pmix.so", "../../lib/minislurm/mpi_pmix.so"};

void* load_plugin() {
  std::error_code ignored;
  const fs::path folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const char* place : kPlaces)
    if (void* plugin = ::dlopen((folder / place).c_str(), RTLD_NOW | RTLD_GLOBAL)) return plugin;
  return nullptr;
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

void collect(void* into, const char* variable) { static_cast<std::vector<std::string>*>(into)->emplace_back(variable); }

}  // namespace

PmixService::~PmixService() {
  if (aborts_) poller_.forget(aborts_.get());
  if (stop_ != nullptr) stop_();
}

Status PmixService::start(const wire::StepLaunch& launch) {
  void* plugin = load_plugin();
  if (plugin == nullptr) {
    const char* why = ::dlerror();
    return Error::generic(std::string("mpi/pmix cannot be loaded: ") + (why != nullptr ? why : "not installed"));
  }
  const auto start = reinterpret_cast<pmix::StartFunction>(::dlsym(plugin, pmix::kStart));
  describe_ = reinterpret_cast<pmix::DescribeFunction>(::dlsym(plugin, pmix::kDescribe));
  const auto stop = reinterpret_cast<pmix::StopFunction>(::dlsym(plugin, pmix::kStop));
  if (start == nullptr || describe_ == nullptr || stop == nullptr)
    return Error::generic("mpi/pmix cannot be loaded: it is of another version");
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return Error::generic(std::string("pipe: ") + std::strerror(errno));
  aborts_.reset(ends[0]);
  told_.reset(ends[1]);
  poller_.watch(aborts_.get(), EPOLLIN, [this](std::uint32_t) {
    std::array<char, 64> marks;
    if (::read(aborts_.get(), marks.data(), marks.size()) > 0) on_abort_();
  });
  const std::string name = to_string(launch.id), host = host_name(), folder = launch.spool_dir + "/pmix";
  ::mkdir(folder.c_str(), 0700);
  const pmix::PluginStep step{name.c_str(), host.c_str(), folder.c_str(),
                              static_cast<std::uint32_t>(launch.tasks.size()), number(launch.user),
                              number(launch.group), told_.get()};
  stop_ = stop;
  if (const char* why = start(&step)) return Error::generic(std::string("mpi/pmix: ") + why);
  return {};
}

Result<std::vector<std::string>> PmixService::variables(std::uint32_t rank) const {
  std::vector<std::string> variables;
  if (const char* why = describe_(rank, &collect, &variables)) return Error::generic(std::string("mpi/pmix: ") + why);
  return variables;
}

}  // namespace minislurm::stepd
