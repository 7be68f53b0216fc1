#include "commands/support/json/yaml_text.h"

#include <cstdio>
#include <string_view>

#include "commands/support/json/yaml_scalar.h"

namespace minislurm::documents {
namespace {

constexpr std::size_t kStep = 2;

std::string real(double number) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%f", number);
  return buffer;
}

class Writer {
 public:
  // `indent` is that of the collection that the value stands in.
  void put(const Value& value, std::size_t indent) {
    switch (value.type()) {
      case Value::value_t::object: put_members(value, indent); break;
      case Value::value_t::array: put_items(value, indent); break;
      case Value::value_t::string:
        tag("!!str");
        write_yaml_text(out_, value.get_ref<const std::string&>(), indent + kStep);
        break;
      case Value::value_t::boolean: word("!!bool", value.get<bool>() ? "true" : "false"); break;
      case Value::value_t::number_integer:
      case Value::value_t::number_unsigned: word("!!int", value.dump()); break;
      case Value::value_t::number_float: word("!!float", real(value.get<double>())); break;
      default: word("!!null", "null"); break;
    }
  }
  void put_document(const Value& value) {
    out_ = "%YAML 1.1\n--- ";
    if (value.is_object() && !value.empty()) {
      tag("!!map");
      members(value, 0, true);
    } else {
      put(value, 0);
    }
    out_ += "\n...\n";
  }
  std::string take() { return std::move(out_); }

 private:
  void tag(std::string_view text) { out_ += text; }
  void word(std::string_view kind, const std::string& text) {
    tag(kind);
    out_ += ' ';
    out_ += text;
  }
  void new_line(std::size_t indent) {
    out_ += '\n';
    out_.append(indent, ' ');
  }
  void put_members(const Value& value, std::size_t indent) {
    tag("!!map");
    if (value.empty()) {
      out_ += " {}";
    } else {
      members(value, indent + kStep, true);
    }
  }
  void members(const Value& value, std::size_t indent, bool on_new_line) {
    for (const auto& member : value.items()) {
      if (on_new_line) new_line(indent);
      on_new_line = true;
      tag("!!str ");
      write_yaml_text_word(out_, member.key());
      out_ += ": ";
      put(member.value(), indent);
    }
  }
  void put_items(const Value& value, std::size_t indent) {
    tag("!!seq");
    if (value.empty()) {
      out_ += " []";
      return;
    }
    for (const Value& item : value) {
      new_line(indent);
      out_ += "- ";
      put(item, indent);
    }
  }

  std::string out_;
};

}  // namespace

std::string yaml_text(const Value& value) {
  Writer writer;
  writer.put_document(value);
  return writer.take();
}

}  // namespace minislurm::documents
