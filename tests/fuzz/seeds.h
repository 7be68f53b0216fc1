// Seeds on disk: a text file with one input a line, "\n", "\t", "\\" and "\xHH" standing for the bytes they name; lines
// that begin with "## " say what follows. Any other file, where it is named, is one input as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace minislurm::fuzz {

std::string escaped(std::string_view bytes);
std::string unescaped(std::string_view line);
// Files ending in ".seeds" are such lists. Throws std::runtime_error for a file that cannot be read.
std::vector<std::string> read_seeds(const std::vector<std::string>& paths);

}  // namespace minislurm::fuzz
