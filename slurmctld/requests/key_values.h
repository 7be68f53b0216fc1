// Reading the values that the keys of scontrol update take. A value that cannot be read is Code::InvalidValue without
// a detail; the caller, who knows the key's name, adds it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/base/units.h"

namespace minislurm::requests {

inline Error unreadable() { return Error{Code::InvalidValue}; }
// yes/no, 1/0, true/false, on/off.
Status read_bool(std::string_view value, bool& out);
Status read_count(std::string_view value, std::uint32_t& out);
Status read_count(std::string_view value, std::optional<std::uint32_t>& out);
// As read_count; UNLIMITED, INFINITE and -1 are 0.
Status read_limit(std::string_view value, std::uint32_t& out);
// Empty, UNLIMITED and INFINITE take the value away.
Status read_memory(std::string_view value, std::optional<Mebibytes>& out);
Status read_minutes(std::string_view value, Minutes& out);
Status read_time(std::string_view value, Instant now, Instant& out);
// "a,b"; ALL, empty and (null): none.
Status read_names(std::string_view value, std::vector<std::string>& out);
// "2" or "2-4".
Status read_range(std::string_view value, std::optional<std::uint32_t>& low, std::optional<std::uint32_t>& high);
// Sets the pair of that name, or takes it away when the value is empty.
void keep(std::vector<std::pair<std::string, std::string>>& kept, std::string_view name, std::string_view value);

// "Nodes+" -> {"Nodes", '+'}.
std::pair<std::string_view, char> split_key(std::string_view key);

}  // namespace minislurm::requests
