#include "commands/support/json/document.h"

#include <yaml-cpp/yaml.h>

#include "commands/support/json/value.h"
#include "libcommon/text/words.h"

namespace minislurm::documents {
namespace {

constexpr std::string_view kKnownParsers[] = {"v0.0.42", "v0.0.43", "v0.0.44"};  // read alike by clients
constexpr std::string_view kRelease = "25.11.8";

Value meta(const DocumentOptions& options) {
  const std::vector<std::string_view> version = text::split(kRelease, '.');
  Value made;
  Value& plugin = made["plugin"];
  plugin["type"] = "";
  plugin["name"] = "";
  plugin["data_parser"] = "data_parser/" + std::string{kDataParser};
  plugin["accounting_storage"] = "accounting_storage/slurmdbd";
  Value& client = made["client"];
  client["source"] = options.source;
  client["user"] = options.user;
  client["group"] = options.group;
  made["command"] = options.command;
  Value& slurm = made["slurm"];
  slurm["version"]["major"] = std::string{version[0]};
  slurm["version"]["micro"] = std::string{version[2]};
  slurm["version"]["minor"] = std::string{version[1]};
  slurm["release"] = std::string{kRelease};
  slurm["cluster"] = options.cluster;
  return made;
}

void emit(YAML::Emitter& out, const Value& value) {
  switch (value.type()) {
    case Value::value_t::object:
      if (value.empty()) out << YAML::Flow;
      out << YAML::BeginMap;
      for (const auto& item : value.items()) {
        out << YAML::Key << item.key() << YAML::Value;
        emit(out, item.value());
      }
      out << YAML::EndMap;
      break;
    case Value::value_t::array:
      if (value.empty()) out << YAML::Flow;
      out << YAML::BeginSeq;
      for (const Value& item : value) emit(out, item);
      out << YAML::EndSeq;
      break;
    case Value::value_t::string:
      // Always quoted: a job may be named "no" or "12".
      out << YAML::DoubleQuoted << value.get_ref<const std::string&>();
      break;
    case Value::value_t::boolean: out << value.get<bool>(); break;
    case Value::value_t::number_integer: out << value.get<std::int64_t>(); break;
    case Value::value_t::number_unsigned: out << value.get<std::uint64_t>(); break;
    case Value::value_t::number_float: out << value.get<double>(); break;
    default: out << YAML::Null; break;
  }
}

}  // namespace

std::string finish(Value payload, const DocumentOptions& options) {
  payload["meta"] = meta(options);
  payload["errors"] = Value::array();
  payload["warnings"] = Value::array();
  if (options.yaml) {
    YAML::Emitter out;
    emit(out, payload);
    return std::string{out.c_str()} + "\n";
  }
  // Bytes that are no UTF-8 (a job's name may be anything) become the replacement character.
  return payload.dump(options.compact ? -1 : 2, ' ', false, Value::error_handler_t::replace) + "\n";
}

Status choose_data_parser(std::string_view value, DocumentOptions& options) {
  const std::vector<std::string_view> parts = text::split(value, '+');
  for (std::size_t i = 1; i < parts.size(); ++i)
    if (parts[i] == "complex") options.plain_numbers = true;
  if (parts[0].empty()) return {};
  for (const std::string_view known : kKnownParsers)
    if (parts[0] == known) return {};
  const std::string type = options.yaml ? "application/x-yaml" : "application/json";
  return Error::generic(
      "load_plugins: unable to find plugin: data_parser/" + std::string{parts[0]} +
      "\ndata_parser_g_new: failure loading plugins: Plugin has invalid format or unable to be loaded\n" + type +
      " output not supported by data_parser/" + std::string{kDataParser});
}

std::string data_parser_list() {
  std::string list;
  for (const std::string_view known : kKnownParsers) list += "data_parser/" + std::string{known} + "\n";
  return list;
}

}  // namespace minislurm::documents
