#include "commands/support/het_line.h"

#include <iterator>

namespace minislurm {
namespace {

// What each component asks for of its own; the rest is handed on.
constexpr std::string_view kOwn[] = {
    "array",           "batch",           "bb",             "bbf",             "constraint",       "contiguous",
    "core-spec",       "cores-per-socket", "cpus-per-gpu",  "cpus-per-task",   "distribution",     "exclude",
    "exclusive",       "extra-node-info", "gpus",           "gpus-per-node",   "gpus-per-socket",  "gpus-per-task",
    "gres",            "gres-flags",      "het-group",      "hint",            "licenses",         "mail-type",
    "mail-user",       "mem-per-gpu",     "mincpus",        "nodefile",        "nodelist",         "nodes",
    "ntasks",          "ntasks-per-core", "ntasks-per-gpu", "ntasks-per-node", "ntasks-per-socket", "ntasks-per-tres",
    "overcommit",      "oversubscribe",   "partition",      "prefer",          "relative",         "segment",
    "sockets-per-node", "spread-job",     "switches",       "thread-spec",     "threads-per-core", "tmp",
    "tres-bind",       "tres-per-task",   "use-min-nodes",
};

constexpr std::string_view kOfCommand[] = {
    "clusters", "export", "export-file", "get-user-env", "help", "parsable", "quiet", "test-only", "usage", "verbose",
    "version",  "wait",   "wrap",
};

template <std::size_t N>
bool among(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

options::Scanned inherited(std::span<const options::OptionText> rows, const std::vector<options::Scanned>& parts,
                           std::size_t component) {
  options::Scanned handed_on;
  for (std::size_t at = 0; at < std::min(component, parts.size()); ++at)
    std::copy_if(parts[at].options.begin(), parts[at].options.end(), std::back_inserter(handed_on.options),
                 [&](const options::Given& given) { return !among(kOwn, rows[given.row].name); });
  return handed_on;
}

options::Scanned of_command(std::span<const options::OptionText> rows, const std::vector<options::Scanned>& parts) {
  options::Scanned found;
  for (const options::Scanned& part : parts)
    std::copy_if(part.options.begin(), part.options.end(), std::back_inserter(found.options),
                 [&](const options::Given& given) { return among(kOfCommand, rows[given.row].name); });
  return found;
}

}  // namespace minislurm
