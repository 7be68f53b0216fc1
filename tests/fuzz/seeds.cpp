#include "tests/fuzz/seeds.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace minislurm::fuzz {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kListEnding = ".seeds";

bool is_list(std::string_view path) {
  return path.size() > kListEnding.size() && path.substr(path.size() - kListEnding.size()) == kListEnding;
}

}  // namespace

std::string escaped(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    if (byte == '\\') {
      out += "\\\\";
    } else if (byte == '\n') {
      out += "\\n";
    } else if (value < 0x20 || value >= 0x7f) {
      out += {'\\', 'x', kHex[value >> 4], kHex[value & 15]};
    } else {
      out += byte;
    }
  }
  return out;
}

std::string unescaped(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] != '\\' || at + 1 == line.size()) {
      out += line[at];
      continue;
    }
    const char kind = line[++at];
    if (kind == 'x' && at + 2 < line.size()) {
      out += static_cast<char>(std::strtoul(std::string(line.substr(at + 1, 2)).c_str(), nullptr, 16));
      at += 2;
    } else {
      out += kind == 'n' ? '\n' : kind == 't' ? '\t' : kind;
    }
  }
  return out;
}

std::vector<std::string> read_seeds(const std::vector<std::string>& paths) {
  std::vector<std::string> seeds;
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + ": cannot be read");
    if (!is_list(path)) {
      seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
      continue;
    }
    for (std::string line; std::getline(file, line);)
      if (line.substr(0, 3) != "## ") seeds.push_back(unescaped(line));
  }
  return seeds;
}

}  // namespace minislurm::fuzz
