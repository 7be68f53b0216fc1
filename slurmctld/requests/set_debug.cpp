// scontrol setdebug, setdebugflags, and the keys of scontrol update that change the configuration in force.
#include <algorithm>

#include "libcommon/text/words.h"
#include "slurmctld/requests/update.h"

namespace minislurm::requests {
namespace {

constexpr std::string_view kNothing = "(null)";

std::string& shown(core::ClusterState::Inside& state, std::string_view key) {
  auto& config = state.cluster.shown_config;
  const auto found = std::find_if(config.begin(), config.end(), [key](const auto& pair) { return pair.first == key; });
  if (found != config.end()) return found->second;
  return config.emplace_back(std::string{key}, std::string{kNothing}).second;
}

// "+a", "-b" put into "x,y".
void merge(std::string& list, const std::string& name, bool takes_away) {
  std::vector<std::string> names;
  if (list != kNothing)
    for (const std::string_view one : text::split_list(list)) names.emplace_back(one);
  std::erase_if(names, [&](const std::string& one) { return text::iequals(one, name); });
  if (!takes_away) names.push_back(name);
  list = names.empty() ? std::string{kNothing} : text::join(names, ",");
}

constexpr std::string_view kLevels[] = {"quiet", "fatal",  "error",  "info",   "verbose",
                                        "debug", "debug2", "debug3", "debug4", "debug5"};

// "3" is "info".
std::string level_name(const std::string& word) {
  const bool digit = word.size() == 1 && word[0] >= '0' && word[0] <= '9';
  return digit ? std::string{kLevels[word[0] - '0']} : word;
}

constexpr std::string_view kSuspendKeys[] = {"SuspendExcNodes", "SuspendExcParts", "SuspendExcStates"};

}  // namespace

Outcome set_debug(Context context, wire::SetDebugRequest request) {
  constexpr std::size_t kMost = 200;
  if (!context.caller.is_administrator()) return bad(Error{Code::AccessDenied});
  if (request.flags.size() > kMost || request.level.size() > kMost) return bad(Error{Code::InvalidValue});
  if (!request.level.empty()) shown(context.state(), "SlurmctldDebug") = level_name(request.level);
  for (const std::string& flag : request.flags)
    if (flag.size() > 1 && flag.size() < kMost)
      merge(shown(context.state(), "DebugFlags"), flag.substr(1), flag[0] == '-');
  return good(wire::Empty{});
}

Outcome update_config(Context context, const wire::UpdateRequest& request) {
  for (const auto& pair : request.keys) {
    const auto [name, how] = split_key(pair.first);
    if (name == "FairShareDampeningFactor") {
      std::uint32_t factor = 0;
      if (!read_count(pair.second, factor) || factor == 0) return bad(named(unreadable(), name));
      context.state().cluster.settings.priority.dampening = factor;
      shown(context.state(), name) = pair.second;
      continue;
    }
    const std::string_view plain = name;
    if (std::none_of(std::begin(kSuspendKeys), std::end(kSuspendKeys),
                     [plain](std::string_view key) { return key == plain; }))
      return bad(unsupported(pair));
    std::string& list = shown(context.state(), name);
    if (how == '=') list = std::string{kNothing};
    for (const std::string_view one : text::split_list(pair.second)) merge(list, std::string{one}, how == '-');
  }
  return done();
}

}  // namespace minislurm::requests
