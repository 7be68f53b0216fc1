#include "commands/support/json/document.h"

#include "commands/support/json/json_text.h"
#include "commands/support/json/value.h"
#include "commands/support/json/yaml_text.h"
#include "libcommon/base/version.h"
#include "libcommon/text/words.h"

namespace minislurm::documents {
namespace {

struct Parser {
  std::string_view name;
  unsigned number;
};
constexpr Parser kParsers[] = {{"v0.0.42", 42}, {"v0.0.43", 43}, {"v0.0.44", 44}};

Value meta(const DocumentOptions& options) {
  const std::vector<std::string_view> version = text::split(kSlurmVersion, '.');
  Value made;
  Value& plugin = made["plugin"];
  plugin["type"] = "";
  plugin["name"] = "";
  plugin["data_parser"] = "data_parser/v0.0." + std::to_string(options.parser) + options.flags;
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
  slurm["release"] = std::string{kSlurmVersion};
  slurm["cluster"] = options.cluster;
  return made;
}

// With "+complex" an empty text is null; the expanded file names stay texts.
void empty_texts_to_null(Value& value) {
  if (value.is_array()) {
    for (Value& item : value) empty_texts_to_null(item);
    return;
  }
  if (!value.is_object()) return;
  constexpr std::string_view kKept = "_expanded";
  for (auto member = value.begin(); member != value.end(); ++member) {
    const std::string& key = member.key();
    const bool kept = key.size() > kKept.size() && key.compare(key.size() - kKept.size(), kKept.size(), kKept) == 0;
    if (member->is_string() && member->get_ref<const std::string&>().empty()) {
      if (!kept) *member = nullptr;
    } else {
      empty_texts_to_null(*member);
    }
  }
}

}  // namespace

std::string finish(Value payload, const DocumentOptions& options, Value warnings) {
  payload["meta"] = meta(options);
  payload["errors"] = Value::array();
  payload["warnings"] = std::move(warnings);
  if (options.plain_numbers) empty_texts_to_null(payload);
  return (options.yaml ? yaml_text(payload) : json_text(payload, options.compact)) + "\n";
}

Status choose_data_parser(std::string_view value, DocumentOptions& options) {
  const std::vector<std::string_view> parts = text::split(value, '+');
  for (std::size_t i = 1; i < parts.size(); ++i)
    if (parts[i] == "complex") options.plain_numbers = true;
  options.flags = std::string{value.substr(parts[0].size())};
  if (parts[0].empty()) return {};
  for (const Parser& known : kParsers) {
    if (parts[0] != known.name) continue;
    options.parser = known.number;
    return {};
  }
  const std::string type = options.yaml ? "application/x-yaml" : "application/json";
  return Error::generic(
      "load_plugins: unable to find plugin: data_parser/" + std::string{parts[0]} +
      "\ndata_parser_g_new: failure loading plugins: Plugin has invalid format or unable to be loaded\n" + type +
      " output not supported by data_parser/" + std::string{kDataParser});
}

std::string data_parser_list() {
  std::string list;
  for (const Parser& known : kParsers) list += "data_parser/" + std::string{known.name} + "\n";
  return list;
}

}  // namespace minislurm::documents
