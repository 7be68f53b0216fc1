#include "libcommon/text/environment.h"

#include <optional>

#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

// The pieces between commas outside of quotes, the quotes taken off. None: a quote stays open.
std::optional<std::vector<std::string>> unquoted_items(std::string_view text) {
  std::vector<std::string> items(1);
  char quote = 0;
  for (const char c : text) {
    if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (quote == 0 && c == ',') {
      items.emplace_back();
    } else {
      items.back() += c;
    }
  }
  if (quote != 0) return std::nullopt;
  return items;
}

struct BaseWord {
  std::string_view word;
  ExportBase base;
};
constexpr BaseWord kBases[] = {{"ALL", ExportBase::All}, {"NONE", ExportBase::None}, {"NIL", ExportBase::Nil}};

const BaseWord* find_base(std::string_view item) {
  for (const BaseWord& row : kBases)
    if (iequals(item, row.word)) return &row;
  return nullptr;
}

}  // namespace

Result<ExportList> parse_export(std::string_view text) {
  const Error failure = Error::generic("Invalid --export specification");
  ExportList list;
  if (trim(text).empty()) return list;
  const auto items = unquoted_items(text);
  if (!items) return failure;
  list.base = ExportBase::None;
  for (const std::string& item : *items) {
    if (item.empty()) continue;
    if (const BaseWord* base = find_base(item)) {
      list.base = base->base;
      continue;
    }
    const std::size_t equal = item.find('=');
    if (equal == 0) return failure;
    if (equal == std::string::npos) {
      list.names.push_back(item);
    } else {
      list.values.emplace_back(item.substr(0, equal), item.substr(equal + 1));
    }
  }
  return list;
}

}  // namespace minislurm::text
