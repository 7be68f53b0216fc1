// What a change sets, as sacctmgr repeats it: "  MaxWall       = 1-00:00:00".
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace minislurm::sacctmgr {

using Pairs = std::vector<std::pair<std::string, std::string>>;  // key, with the + or - of += and -=; value

enum class SettingGroup : std::uint8_t { Association, Qos, User, Account, Target };

// Whether a pair is one of that group.
bool is_setting(SettingGroup group, const std::string& key);
bool has_setting(SettingGroup group, const Pairs& pairs);
// The lines of those of the group, in sacctmgr's order.
std::string setting_lines(SettingGroup group, const Pairs& pairs);
// The value of a setting by its name, the last counts; empty: not given.
std::string setting_value(SettingGroup group, const std::string& name, const Pairs& pairs);

}  // namespace minislurm::sacctmgr
