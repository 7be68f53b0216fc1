#include "commands/support/json/json_text.h"

#include <cstdio>

namespace minislurm::documents {
namespace {

// nlohmann's dump checks UTF-8 and escapes all but the slash, which stands in strings alone.
std::string quoted(const std::string& text) {
  const std::string plain = Value(text).dump(-1, ' ', false, Value::error_handler_t::replace);
  std::string out;
  out.reserve(plain.size());
  for (const char c : plain) {
    if (c == '/') out += '\\';
    out += c;
  }
  return out;
}

// The shortest digits that read back as the same number, and at least one behind the point.
std::string real(double number) {
  for (int digits = 1; digits <= 17; ++digits) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, number);
    double back = 0;
    if (std::sscanf(buffer, "%lf", &back) != 1 || back != number) continue;
    std::string text{buffer};
    return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
  }
  return "0.0";
}

class Writer {
 public:
  explicit Writer(bool compact) : compact_(compact) {}

  void put(const Value& value) {
    if (value.is_object()) {
      put_members(value);
    } else if (value.is_array()) {
      put_items(value);
    } else if (value.is_string()) {
      out_ += quoted(value.get_ref<const std::string&>());
    } else if (value.is_number_float()) {
      out_ += real(value.get<double>());
    } else {
      out_ += value.dump();
    }
  }
  std::string take() { return std::move(out_); }

 private:
  void put_members(const Value& value) {
    if (value.empty()) {
      out_ += "{}";
      return;
    }
    open('{');
    bool first = true;
    for (const auto& member : value.items()) {
      next(first);
      out_ += quoted(member.key());
      out_ += compact_ ? ":" : ": ";
      put(member.value());
    }
    close('}');
  }
  void put_items(const Value& value) {
    if (value.empty()) {
      out_ += "[]";
      return;
    }
    open('[');
    bool first = true;
    for (const Value& item : value) {
      next(first);
      put(item);
    }
    close(']');
  }
  void open(char bracket) {
    out_ += bracket;
    ++depth_;
  }
  void next(bool& first) {
    if (!first) out_ += ',';
    first = false;
    new_line();
  }
  void close(char bracket) {
    --depth_;
    new_line();
    out_ += bracket;
  }
  void new_line() {
    if (compact_) return;
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  bool compact_;
  std::size_t depth_ = 0;
  std::string out_;
};

}  // namespace

std::string json_text(const Value& value, bool compact) {
  Writer writer{compact};
  writer.put(value);
  return writer.take();
}

}  // namespace minislurm::documents
