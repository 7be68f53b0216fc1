#include "commands/srun/hostfile.h"

#include <set>
#include <string_view>
#include <vector>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::srun {
namespace {

constexpr std::size_t kMostBytes = 1U << 20;
constexpr const char* kTooFew = "Failure getting NodeNames from hostfile\nToo few NodeNames in Slurm Hostfile";

bool is_arbitrary(const std::string& distribution) { return distribution.rfind("arbitrary", 0) == 0; }

Result<std::vector<std::string>> names_in(std::string_view text) {
  std::vector<std::string> names;
  for (const std::string_view line : text::split(text, '\n')) {
    const Result<std::vector<std::string>> some = text::expand_hostlist(text::trim(line.substr(0, line.find('#'))));
    if (!some) return some.error();
    names.insert(names.end(), some->begin(), some->end());
  }
  return names;
}

}  // namespace

Status apply_hostfile(const Context& context, Options& options) {
  JobSpec& asked = options.spec;
  const std::string file = context.env("SLURM_HOSTFILE").value_or("");
  if (!asked.required_nodes.empty() || file.empty()) {
    if (!is_arbitrary(asked.distribution) || !asked.required_nodes.empty()) return {};
    return Error::generic("You asked for " + std::to_string(asked.ntasks.value_or(1)) +
                          " tasks but hostlist specified 0 nodes");
  }
  if (!asked.distribution.empty() && !is_arbitrary(asked.distribution)) return {};
  const Result<std::string> text = context.read_file(file, kMostBytes);
  if (!text) return Error::generic(kTooFew);
  Result<std::vector<std::string>> names = names_in(*text);
  // The job's number of tasks, which a step inherits, gives way.
  const bool inherited = asked.ntasks && context.env("SLURM_NTASKS") == std::to_string(*asked.ntasks);
  if (inherited && names && names->size() < *asked.ntasks) asked.ntasks.reset();
  if (!names || names->empty() || names->size() < asked.ntasks.value_or(1)) return Error::generic(kTooFew);
  if (!asked.ntasks) asked.ntasks = static_cast<std::uint32_t>(names->size());
  names->resize(*asked.ntasks);
  asked.required_nodes.clear();
  for (const std::string& name : *names) asked.required_nodes += (asked.required_nodes.empty() ? "" : ",") + name;
  asked.distribution = "arbitrary";
  asked.min_nodes = static_cast<std::uint32_t>(std::set<std::string>(names->begin(), names->end()).size());
  return {};
}

}  // namespace minislurm::srun
