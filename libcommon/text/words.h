// Words in lines: trimming, comparing without regard to case (ASCII), splitting, joining.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::text {

std::string_view trim(std::string_view text);
std::string lower(std::string_view text);
std::string upper(std::string_view text);
bool iequals(std::string_view left, std::string_view right);
bool istarts_with(std::string_view text, std::string_view prefix);
// -1, 0, 1 as strcasecmp.
int icompare(std::string_view left, std::string_view right);

// The pieces between separators, empty ones too; an empty text has one empty piece.
std::vector<std::string_view> split(std::string_view text, char separator);
// Trimmed and without the empty ones: lists such as "a, b,,c".
std::vector<std::string_view> split_list(std::string_view text, char separator = ',');
std::string join(std::span<const std::string> pieces, std::string_view separator);
std::string join(std::span<const std::string_view> pieces, std::string_view separator);

// A line of options as a shell would split it: '…' and "…" group, a backslash takes the next character as it is
// (not within '…'), and a '#' that begins a word ends the line. Errors: Code::Generic for a quote left open.
Result<std::vector<std::string>> split_shell_words(std::string_view line);

}  // namespace minislurm::text
