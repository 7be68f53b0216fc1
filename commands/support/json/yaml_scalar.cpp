#include "commands/support/json/yaml_scalar.h"

#include <cstdint>
#include <cstdio>

namespace minislurm::documents {
namespace {

constexpr std::size_t kWidth = 80;

struct Look {
  bool plain = true, single = true;  // whether it may be written so
};

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool ends_word(std::string_view text, std::size_t at) {
  return at >= text.size() || is_blank(text[at]) || text[at] == '\n' || text[at] == '\r';
}

// What would be taken for YAML's own signs where it stands.
bool is_sign(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == ':') return ends_word(text, at + 1);
  if (at != 0) return c == '#' && ends_word(text, at - 1);
  if (c == '-' || c == '?') return ends_word(text, 1);
  return std::string_view{"#,[]{}&*!|>'\"%@`"}.find(c) != std::string_view::npos;
}

Look look_at(std::string_view text) {
  Look look;
  if (text.empty()) return look;
  if (text.substr(0, 3) == "---" || text.substr(0, 3) == "...") look.plain = false;
  if (is_blank(text.front()) || is_blank(text.back())) look.plain = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\n') {
      look.plain = false;
      const bool blank_before = at > 0 && text[at - 1] == ' ';
      const bool blank_behind = at + 1 < text.size() && text[at + 1] == ' ';
      if (blank_before || blank_behind) look.single = false;
    } else if (byte < 0x20 || byte > 0x7e) {
      look.plain = look.single = false;
    } else if (is_sign(text, at)) {
      look.plain = false;
    }
  }
  return look;
}

// The code point at `at`, and moves behind it; bytes that are no UTF-8 stand for U+FFFD.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at++);
  if (first < 0x80) return first;
  const int more = first >= 0xf0 && first < 0xf8 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
  if (more == 0 || first >= 0xf8 || at + static_cast<std::size_t>(more) > text.size()) return 0xfffd;
  std::uint32_t point = first & (0x3fU >> more);
  for (int i = 0; i < more; ++i) {
    if ((byte(at + static_cast<std::size_t>(i)) & 0xc0) != 0x80) return 0xfffd;
    point = point << 6 | (byte(at + static_cast<std::size_t>(i)) & 0x3fU);
  }
  at += static_cast<std::size_t>(more);
  return point;
}

std::string escaped(std::uint32_t point) {
  static constexpr std::string_view kShort[] = {"\"\"", "\\\\", "0\0", "a\a", "b\b", "t\t", "n\n", "v\v", "f\f",
                                                "r\r",  "e\x1b"};
  if (point == 0) return "\\0";
  for (const std::string_view pair : kShort)
    if (pair.size() == 2 && static_cast<unsigned char>(pair[1]) == point) return std::string{"\\"} + pair[0];
  if (point >= 0x20 && point < 0x7f) return std::string(1, static_cast<char>(point));
  if (point == 0x85) return "\\N";
  if (point == 0xa0) return "\\_";
  if (point == 0x2028) return "\\L";
  if (point == 0x2029) return "\\P";
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, point <= 0xff ? "\\x%02X" : point <= 0xffff ? "\\u%04X" : "\\U%08X", point);
  return buffer;
}

class Scalar {
 public:
  Scalar(std::string& out, std::size_t indent, bool folds) : out_(out), indent_(indent), folds_(folds) {
    const std::size_t line = out.rfind('\n');
    column_ = line == std::string::npos ? out.size() : out.size() - line - 1;
  }

  void plain(std::string_view text) {
    bool after_blank = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const bool blank = text[at] == ' ';
      if (blank && folds_ && !after_blank && column_ > kWidth && !next_is_blank(text, at)) {
        new_line();
      } else {
        put(text.substr(at, 1));
      }
      after_blank = blank;
    }
  }

  void single(std::string_view text) {
    put("'");
    bool after_blank = false, after_break = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char c = text[at];
      if (c == '\n') {
        if (!after_break) out_ += '\n';
        out_ += '\n';
        column_ = 0;
        after_break = true;
        continue;
      }
      if (after_break) pad();
      after_break = false;
      const bool inside = at != 0 && at + 1 != text.size();
      if (c == ' ' && folds_ && inside && !after_blank && column_ > kWidth && !next_is_blank(text, at)) {
        new_line();
      } else {
        put(c == '\'' ? "''" : text.substr(at, 1));
      }
      after_blank = c == ' ';
    }
    if (after_break) pad();
    put("'");
  }

  void quoted(std::string_view text) {
    put("\"");
    bool after_blank = false;
    for (std::size_t at = 0; at < text.size();) {
      const bool blank = text[at] == ' ';
      const bool inside = at != 0 && at + 1 != text.size();
      if (blank && folds_ && inside && !after_blank && column_ > kWidth) {
        new_line();
        if (next_is_blank(text, at)) put("\\");
        ++at;
      } else {
        put(escaped(next_code_point(text, at)));
      }
      after_blank = blank;
    }
    put("\"");
  }

 private:
  static bool next_is_blank(std::string_view text, std::size_t at) {
    return at + 1 < text.size() && text[at + 1] == ' ';
  }
  void put(std::string_view text) {
    out_ += text;
    column_ += text.size();
  }
  void pad() {
    out_.append(indent_, ' ');
    column_ = indent_;
  }
  void new_line() {
    out_ += '\n';
    pad();
  }

  std::string& out_;
  std::size_t indent_, column_ = 0;
  bool folds_;
};

void write(std::string& out, std::string_view text, std::size_t indent, bool folds) {
  const Look look = look_at(text);
  Scalar scalar{out, indent, folds};
  if (look.plain) {
    scalar.plain(text);
  } else if (look.single) {
    scalar.single(text);
  } else {
    scalar.quoted(text);
  }
}

}  // namespace

void write_yaml_text(std::string& out, std::string_view text, std::size_t indent) {
  if (text.empty()) return;
  out += ' ';
  write(out, text, indent, true);
}

void write_yaml_text_word(std::string& out, std::string_view text) { write(out, text, 0, false); }

}  // namespace minislurm::documents
