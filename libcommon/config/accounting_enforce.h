// AccountingStorageEnforce: what the accounting may refuse.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace minislurm::config {

// "limits,qos" to AccountingEnforce bits, with what a word implies; unknown words ask for nothing.
std::uint32_t parse_accounting_enforce(std::string_view words);
// "associations,limits,qos"; "none".
std::string show_accounting_enforce(std::uint32_t bits);

}  // namespace minislurm::config
