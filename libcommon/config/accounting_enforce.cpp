#include "libcommon/config/accounting_enforce.h"

#include "libcommon/model/cluster.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

struct Row {
  std::string_view word;
  std::uint32_t bit, implied;  // bit 0: a word for several, never shown
};

// Older files say 1 and 2.
constexpr Row kRows[] = {
    {"associations", kEnforceAssociations, 0},
    {"limits", kEnforceLimits, kEnforceAssociations},
    {"nojobs", kEnforceNoJobs, kEnforceNoSteps},
    {"nosteps", kEnforceNoSteps, 0},
    {"qos", kEnforceQos, kEnforceAssociations},
    {"safe", kEnforceSafe, kEnforceLimits | kEnforceAssociations},
    {"wckeys", kEnforceWcKeys, kEnforceAssociations},
    {"all", 0, kEnforceAssociations | kEnforceLimits | kEnforceQos | kEnforceSafe | kEnforceWcKeys},
    {"1", 0, kEnforceAssociations},
    {"2", 0, kEnforceAssociations | kEnforceLimits},
};

}  // namespace

std::uint32_t parse_accounting_enforce(std::string_view words) {
  std::uint32_t bits = 0;
  for (const std::string_view word : text::split_list(words))
    for (const Row& row : kRows)
      if (text::iequals(row.word, word)) bits |= row.bit | row.implied;
  return bits;
}

std::string show_accounting_enforce(std::uint32_t bits) {
  std::string words;
  for (const Row& row : kRows)
    if ((bits & row.bit) != 0) words += (words.empty() ? "" : ",") + std::string(row.word);
  return words.empty() ? "none" : words;
}

}  // namespace minislurm::config
