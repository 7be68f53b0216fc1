#include "libcommon/config/conf_lines.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

constexpr int kMaxDepth = 10;
constexpr std::size_t kMaxFileBytes = 16u << 20;  // a description of a cluster is not larger
constexpr std::string_view kBlanks = " \t\r";

// Up to a '#' that neither a backslash nor quotes protect; "\#" becomes "#".
std::string without_comment(std::string_view line) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '#') {
      out += line[++i];
      continue;
    }
    if (line[i] == '"') quoted = !quoted;
    if (line[i] == '#' && !quoted) break;
    out += line[i];
  }
  return std::string{text::trim(out)};
}

class PairReader {
 public:
  explicit PairReader(std::string_view text) : rest_(text) {}

  Result<std::vector<Pair>> read() {
    std::vector<Pair> pairs;
    for (skip_blanks(); !rest_.empty(); skip_blanks()) {
      const std::size_t end = rest_.find_first_of("= \t");
      Pair pair{std::string{rest_.substr(0, end)}, {}};
      rest_.remove_prefix(pair.key.size());
      skip_blanks();
      if (pair.key.empty() || rest_.empty() || rest_.front() != '=')
        return Error::generic("'" + pair.key + "' is not of the form Key=Value");
      rest_.remove_prefix(1);
      skip_blanks();
      if (rest_.empty()) return Error::generic("'" + pair.key + "' has no value");
      auto value = read_value();
      if (!value) return Error::generic("the quote of '" + pair.key + "' is not closed");
      pair.value = std::move(*value);
      pairs.push_back(std::move(pair));
    }
    return pairs;
  }

 private:
  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size())); }

  std::optional<std::string> read_value() {
    const bool quoted = rest_.front() == '"';
    if (quoted) rest_.remove_prefix(1);
    const std::size_t end = quoted ? rest_.find('"') : rest_.find_first_of(kBlanks);
    if (quoted && end == std::string_view::npos) return std::nullopt;
    std::string value{rest_.substr(0, end)};
    rest_.remove_prefix(std::min(value.size() + (quoted ? 1 : 0), rest_.size()));
    return value;
  }

  std::string_view rest_;
};

struct FileReader {
  std::string folder;  // of the first file
  std::vector<ConfLine> lines;

  Status read(const std::string& path, int depth) {
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    if (!failure && size > kMaxFileBytes) return Error::generic(path + ": too large for a configuration file");
    std::ifstream file{path};
    if (!file || std::filesystem::is_directory(path, failure)) return Error::generic(path + ": cannot be read");
    ConfLine line{path, 0, {}};
    std::string raw, text;
    for (std::size_t number = 1; std::getline(file, raw); ++number) {
      if (text.empty()) line.number = number;
      text += without_comment(raw);
      if (!text.empty() && text.back() == '\\') {
        text.back() = ' ';
        continue;
      }
      if (Status done = take(line, text, depth); !done) return done;
      text.clear();
    }
    return take(line, text, depth);
  }

 private:
  Status take(ConfLine line, std::string_view text, int depth) {
    text = text::trim(text);
    if (text.empty()) return {};
    if (text::istarts_with(text, "include ") || text::istarts_with(text, "include\t"))
      return include(line, text::trim(text.substr(8)), depth);
    auto pairs = parse_pairs(text);
    if (!pairs) return error_at(line, pairs.error().detail);
    line.pairs = std::move(*pairs);
    lines.push_back(std::move(line));
    return {};
  }

  Status include(const ConfLine& line, std::string_view name, int depth) {
    if (depth >= kMaxDepth) return error_at(line, "files include each other more than 10 deep");
    const std::string path = name.substr(0, 1) == "/" ? std::string{name} : folder + "/" + std::string{name};
    if (!std::filesystem::exists(path)) return error_at(line, "the included file " + path + " does not exist");
    return read(path, depth + 1);
  }
};

}  // namespace

Error error_at(const ConfLine& line, std::string_view what) {
  return Error::generic(line.path + ": line " + std::to_string(line.number) + ": " + std::string{what});
}

Result<std::vector<Pair>> parse_pairs(std::string_view text) { return PairReader{text}.read(); }

Result<std::vector<ConfLine>> read_conf_lines(const std::string& path) {
  FileReader reader{folder_of(path), {}};
  if (Status done = reader.read(path, 0); !done) return done.error();
  return std::move(reader.lines);
}

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path{path}.parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace minislurm::config
