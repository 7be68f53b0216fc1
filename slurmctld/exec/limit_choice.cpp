#include "slurmctld/exec/limit_choice.h"

#include "libcommon/text/words.h"

namespace minislurm::exec {

LimitChoice::LimitChoice(const std::string* asked, const Cluster& cluster) {
  if (asked != nullptr) {
    if (!asked->empty()) list_ = *asked;
    return;
  }
  constexpr std::string_view kUnset = "(null)";
  for (const auto& [key, value] : cluster.shown_config) {
    if (value.empty() || value == kUnset) continue;
    if (text::iequals(key, "PropagateResourceLimits") && !excepted_) list_ = value;
    if (!text::iequals(key, "PropagateResourceLimitsExcept")) continue;
    list_ = value;
    excepted_ = true;
  }
}

bool LimitChoice::takes(std::string_view name) const {
  constexpr std::string_view kPrefix = "RLIMIT_";
  bool named = false;
  for (std::string_view one : text::split_list(list_)) {
    if (text::istarts_with(one, kPrefix)) one.remove_prefix(kPrefix.size());
    if (text::iequals(one, "NONE")) return excepted_;
    named = named || text::iequals(one, "ALL") || text::iequals(one, name);
  }
  return named != excepted_;
}

}  // namespace minislurm::exec
