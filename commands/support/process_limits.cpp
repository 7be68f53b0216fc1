#include "commands/support/process_limits.h"

#include <sys/resource.h>

namespace minislurm {

std::vector<std::pair<std::string, std::string>> process_limits() {
  struct Row {
    const char* name;
    int resource;
  };
  constexpr Row kRows[] = {
      {"AS", RLIMIT_AS},       {"CORE", RLIMIT_CORE},       {"CPU", RLIMIT_CPU},       {"DATA", RLIMIT_DATA},
      {"FSIZE", RLIMIT_FSIZE}, {"MEMLOCK", RLIMIT_MEMLOCK}, {"NOFILE", RLIMIT_NOFILE}, {"NPROC", RLIMIT_NPROC},
      {"RSS", RLIMIT_RSS},     {"STACK", RLIMIT_STACK},
  };
  std::vector<std::pair<std::string, std::string>> limits;
  for (const Row& row : kRows) {
    rlimit now{};
    if (::getrlimit(static_cast<__rlimit_resource>(row.resource), &now) != 0) continue;
    limits.emplace_back(std::string("SLURM_RLIMIT_") + row.name,
                        now.rlim_cur == RLIM_INFINITY ? "U" : std::to_string(now.rlim_cur));
  }
  return limits;
}

}  // namespace minislurm
