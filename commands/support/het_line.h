// The components of a heterogeneous job on a command line, " : " between them.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/options/option_set.h"

namespace minislurm {

// Where components end: srun has a command in each of them; the operands of sbatch and salloc are behind the last.
enum class Operands { BehindLast, OfEach };

// Component by component, a single one where there is no " : ". Errors: options::kUsageError.
template <class Target>
Result<std::vector<options::Scanned>> scan_components(const options::OptionSet<Target>& set,
                                                      std::vector<std::string> words, Operands operands) {
  std::vector<options::Scanned> parts;
  while (true) {
    Result<options::Scanned> scanned = set.scan(words, {.stop_at_first_operand = true});
    if (!scanned) return scanned.error();
    std::vector<std::string>& rest = scanned->operands;
    const auto last = operands == Operands::OfEach ? rest.end() : rest.begin() + (rest.empty() ? 0 : 1);
    const auto colon = std::find(rest.begin(), last, ":");
    const bool more = colon != last;
    words.assign(more ? colon + 1 : rest.end(), rest.end());
    rest.erase(colon, more ? rest.end() : colon);
    parts.push_back(std::move(*scanned));
    if (!more) return parts;
  }
}

// Of the options of the components before `component` those that hold for it too, unless it says otherwise: what the job
// is called, who pays, when it runs; not what is asked for of the machine.
options::Scanned inherited(std::span<const options::OptionText> rows, const std::vector<options::Scanned>& parts,
                           std::size_t component);
// Options of any component that are about the command rather than about a component: --wrap, --wait.
options::Scanned of_command(std::span<const options::OptionText> rows, const std::vector<options::Scanned>& parts);

}  // namespace minislurm
