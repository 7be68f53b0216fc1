#include "slurmctld/exec/control_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "libcommon/link/local_socket.h"
#include "libcommon/os/files.h"
#include "libcommon/text/hostlist.h"
#include "slurmctld/elastic/parts.h"
#include "slurmctld/elastic/size.h"

namespace minislurm::exec {
namespace {

std::string folder_of_job(const std::string& spool_dir, JobId job) { return spool_dir + "/" + to_string(job) + ".elastic"; }

Error problem_with(const std::string& path) { return Error::generic(path + ": " + std::strerror(errno)); }

std::uint64_t sum(const ElasticSize& size) { return std::uint64_t{size.cpus} + size.gpus + size.nodes + size.memory.count; }

// What the last resize did; a job that has just started was never resized.
std::string event_of(const Job& job) {
  if (job.elastic.resizes.empty()) return "START";
  const Resize& last = job.elastic.resizes.back();
  return sum(last.to) >= sum(last.from) ? "UP" : "DOWN";
}

}  // namespace

std::string control_file_of(const std::string& spool_dir, JobId job) { return folder_of_job(spool_dir, job) + "/control"; }

std::string control_text(const Job& job) {
  const Allocation kept = elastic::without(job.allocation, job.elastic.leaving);
  const ElasticSize size = elastic::size_of(kept);
  const auto line = [](const char* key, const std::string& value) { return std::string(key) + "=" + value + "\n"; };
  const auto count = [](std::uint64_t number) { return std::to_string(number); };
  std::string text = line("CPUS", count(size.cpus)) + line("MEM_MB", count(size.memory.count)) +
                     line("MIN_CPUS", count(job.elastic.least.cpus)) + line("MAX_CPUS", count(job.elastic.most.cpus)) +
                     line("STATUS", job.elastic.leaving.empty() ? "STEADY" : "SHRINKING") +
                     line("SCALE_EVENT", event_of(job)) + line("SCALE_COUNT", count(job.elastic.resize_count)) +
                     line("GPUS", count(size.gpus)) + line("NODELIST", text::compress_hostlist(kept.node_names())) +
                     line("NUM_NODES", count(size.nodes));
  if (!job.elastic.leaving.empty()) text += line("GRACE_END", count(static_cast<std::uint64_t>(job.elastic.grace_end.time_since_epoch().count())));
  return text;
}

Status write_control_file(const std::string& spool_dir, const Job& job, bool change_owner) {
  const std::string folder = folder_of_job(spool_dir, job.id), path = folder + "/control", fresh = path + ".new";
  if (::mkdir(folder.c_str(), 0711) != 0 && errno != EEXIST) return problem_with(folder);
  ::unlink(fresh.c_str());
  const Descriptor file{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!file) return problem_with(fresh);
  if (const Status written = os::write_all(file.get(), control_text(job)); !written)
    return Error::generic(fresh + ": " + written.error().detail);
  if (change_owner && ::fchown(file.get(), number(job.user), number(job.group)) != 0) return problem_with(fresh);
  if (::fchmod(file.get(), 0644) != 0 || ::rename(fresh.c_str(), path.c_str()) != 0) return problem_with(path);
  return {};
}

void remove_control_file(const std::string& spool_dir, JobId job) {
  std::error_code ignored;
  std::filesystem::remove_all(folder_of_job(spool_dir, job), ignored);
}

}  // namespace minislurm::exec
