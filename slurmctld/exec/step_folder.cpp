#include "slurmctld/exec/step_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "libcommon/os/cgroups.h"
#include "libcommon/os/process_record.h"
#include "libcommon/wire/codec.h"

namespace minislurm::exec {
namespace {

namespace fs = std::filesystem;

constexpr int kBacklog = 64;
constexpr std::size_t kLongestRecord = 16U << 20;

Error problem_with(const std::string& path) { return Error::generic(path + ": " + std::strerror(errno)); }

Result<Descriptor> take_lock(const std::string& path) {
  Descriptor lock{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!lock) return problem_with(path);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return problem_with(path);
  return lock;
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::write(file, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

// Open for reading, at its beginning.
Result<Descriptor> write_launch(const std::string& path, const wire::StepLaunch& launch) {
  Descriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!file) return problem_with(path);
  if (!write_all(file.get(), wire::encode(launch)) || ::lseek(file.get(), 0, SEEK_SET) != 0) return problem_with(path);
  return file;
}

std::optional<std::string> read_file(const std::string& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (!file) return std::nullopt;
  std::string bytes;
  char chunk[16384];
  while (bytes.size() <= kLongestRecord) {
    const ssize_t size = ::read(file.get(), chunk, sizeof chunk);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return std::nullopt;
    if (size == 0) return bytes;
    bytes.append(chunk, static_cast<std::size_t>(size));
  }
  return std::nullopt;
}

Status make_room(const std::string& folder, bool for_user) {
  std::error_code problem;
  fs::create_directories(fs::path(folder).parent_path(), problem);
  if (problem) return Error::generic(folder + ": " + problem.message());
  if (::mkdir(folder.c_str(), 0700) != 0) {
    if (errno != EEXIST) return problem_with(folder);
    // A former run's. Whoever still lives there holds the lock.
    const Result<Descriptor> lock = take_lock(folder + "/lock");
    if (!lock) return lock.error();
    fs::remove_all(folder, problem);
    if (::mkdir(folder.c_str(), 0700) != 0) return problem_with(folder);
  }
  // Root's folder, passed through by its user on the way to the socket and the script.
  if (for_user && ::chmod(folder.c_str(), 0711) != 0) return problem_with(folder);
  return {};
}

// The control groups that the step's process has made; the record is root's or the user's own, as the folder is.
std::vector<std::string> groups_of(const std::string& spool_dir, StepId id) {
  std::vector<std::string> groups;
  std::istringstream lines(read_file(spool_dir + "/" + to_string(id) + "/cgroups").value_or(std::string()));
  for (std::string line; std::getline(lines, line);)
    if (line.find("/minislurm.") != std::string::npos && line.find("/..") == std::string::npos) groups.push_back(line);
  return groups;
}

}  // namespace

std::string folder_of(const std::string& spool_dir, StepId id) { return spool_dir + "/" + to_string(id); }
std::string socket_of(const std::string& spool_dir, StepId id) { return folder_of(spool_dir, id) + "/socket"; }

Result<StepFolderHandles> create_step_folder(const std::string& spool_dir, const wire::StepLaunch& launch) {
  const std::string folder = folder_of(spool_dir, launch.id);
  if (const Status made = make_room(folder, launch.change_user); !made) return made.error();
  Result<Descriptor> lock = take_lock(folder + "/lock");
  if (!lock) return lock.error();
  const std::string socket_path = folder + "/socket";
  Result<Descriptor> listener = listen_local(socket_path, 0600, kBacklog);
  if (!listener) return listener.error();
  if (launch.change_user && ::lchown(socket_path.c_str(), number(launch.user), number(launch.group)) != 0)
    return problem_with(socket_path);
  Result<Descriptor> record = write_launch(folder + "/launch", launch);
  if (!record) return record.error();
  return StepFolderHandles{std::move(*lock), std::move(*listener), std::move(*record)};
}

Result<std::vector<TaskPlace>> places_of(const std::string& spool_dir, StepId id) {
  const std::string path = folder_of(spool_dir, id) + "/launch";
  const std::optional<std::string> bytes = read_file(path);
  if (!bytes) return problem_with(path);
  Result<wire::StepLaunch> launch = wire::decode<wire::StepLaunch>(*bytes);
  if (!launch) return launch.error();
  std::vector<TaskPlace> places;
  for (wire::TaskLaunch& task : launch->tasks) places.push_back(std::move(task.place));
  return places;
}

StepTrace trace_of(const std::string& spool_dir, StepId id) {
  const std::string folder = folder_of(spool_dir, id);
  StepTrace trace;
  const Descriptor lock{::open((folder + "/lock").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW)};
  if (!lock) return trace;
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    trace.life = StepLife::Alive;
    return trace;
  }
  const std::optional<std::string> bytes = read_file(folder + "/status");
  if (!bytes) return trace;
  Result<wire::StepResult> result = wire::decode<wire::StepResult>(*bytes);
  if (!result || result->id != id) return trace;
  trace.life = StepLife::Recorded;
  trace.result = std::move(*result);
  return trace;
}

std::size_t kill_leftovers(const std::string& spool_dir, StepId id) {
  std::size_t found = 0;
  for (const std::string& group : groups_of(spool_dir, id)) found += os::kill_cgroup(group);
  return found + os::kill_recorded(folder_of(spool_dir, id) + "/processes", "SLURM_TASK_PID",
                                   "SLURM_JOB_ID=" + to_string(id.job));
}

void remove_step_folder(const std::string& spool_dir, StepId id) {
  std::error_code ignored;
  for (const std::string& group : groups_of(spool_dir, id)) {
    const fs::path job = fs::path(group).parent_path();
    if (os::remove_cgroup(group) && ::rmdir(job.c_str()) == 0) ::rmdir(job.parent_path().c_str());
  }
  fs::remove_all(folder_of(spool_dir, id), ignored);
}

std::vector<StepId> steps_in(const std::string& spool_dir) {
  std::vector<StepId> steps;
  std::error_code problem;
  for (fs::directory_iterator entry(spool_dir, problem), end; !problem && entry != end; entry.increment(problem))
    if (const std::optional<StepId> id = parse_folder_name(entry->path().filename().string())) steps.push_back(*id);
  return steps;
}

std::optional<StepId> parse_folder_name(const std::string& name) {
  constexpr StepNumber kNamed[] = {StepNumber::Batch, StepNumber::Interactive, StepNumber::Extern};
  std::uint32_t job = 0, step = 0;
  const char* const end = name.data() + name.size();
  const auto [dot, problem] = std::from_chars(name.data(), end, job);
  if (problem != std::errc{} || job == 0 || dot == end || *dot != '.') return std::nullopt;
  for (const StepNumber named : kNamed)
    if (std::string(dot + 1, end) == to_string(named)) return StepId{JobId{job}, named};
  const auto [rest, bad_step] = std::from_chars(dot + 1, end, step);
  if (bad_step != std::errc{} || rest != end) return std::nullopt;
  return StepId{JobId{job}, StepNumber{step}};
}

}  // namespace minislurm::exec
