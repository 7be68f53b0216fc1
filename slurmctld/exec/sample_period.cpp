#include "slurmctld/exec/sample_period.h"

#include <charconv>

#include "libcommon/text/words.h"

namespace minislurm::exec {
namespace {

constexpr std::uint32_t kUsual = 30;
constexpr std::string_view kTask = "task=";

}  // namespace

std::uint32_t parse_task_period(std::string_view text, std::uint32_t otherwise) {
  for (std::string_view part : text::split_list(text)) {
    if (text::istarts_with(part, kTask)) part.remove_prefix(kTask.size());
    std::uint32_t seconds = 0;
    const auto [end, problem] = std::from_chars(part.data(), part.data() + part.size(), seconds);
    if (problem == std::errc{} && end == part.data() + part.size()) return seconds;
  }
  return otherwise;
}

std::uint32_t sample_period(const JobSpec& spec, const Cluster& cluster) {
  std::uint32_t period = kUsual;
  for (const auto& [key, value] : cluster.shown_config)
    if (text::iequals(key, "JobAcctGatherFrequency")) period = parse_task_period(value, kUsual);
  for (const auto& [option, value] : spec.kept)
    if (option == "acctg-freq") period = parse_task_period(value, period);
  return period;
}

}  // namespace minislurm::exec
