#include "libcommon/text/tres.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "libcommon/text/count.h"
#include "libcommon/text/size.h"
#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

// Slurm's own resources come first and in this order.
constexpr std::string_view kControllerOrder[] = {"cpu", "mem", "energy", "node", "billing", "fs/disk", "vmem", "pages"};

std::ptrdiff_t controller_rank(std::string_view name) {
  return std::find(std::begin(kControllerOrder), std::end(kControllerOrder), name) - std::begin(kControllerOrder);
}

std::optional<std::uint64_t> tres_count(std::string_view name, std::string_view text) {
  if (name == "mem") {
    const auto size = parse_memory(text);
    if (!size) return std::nullopt;
    return size->count;
  }
  const auto count = parse_scaled(text);
  if (!count) return std::nullopt;
  return *count;
}

bool is_gres_name(std::string_view name) {
  if (iequals(name, "gres")) return false;  // the prefix, which a resource of that name could not be told from
  return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  });
}

std::optional<GresRequest> read_gres(std::string_view item) {
  if (istarts_with(item, "gres/") || istarts_with(item, "gres:")) item.remove_prefix(5);
  std::string flat{item};
  std::replace(flat.begin(), flat.end(), '=', ':');
  const std::vector<std::string_view> fields = split(flat, ':');
  if (fields.size() > 3 || !is_gres_name(fields[0])) return std::nullopt;
  GresRequest out{std::string{fields[0]}, {}, 1};
  // A type may begin with a digit ("3g.20gb"): what is no count is one.
  const bool typed = fields.size() == 3 || (fields.size() == 2 && !parse_scaled(fields[1]));
  if (typed) {
    if (!is_gres_name(fields[1])) return std::nullopt;
    out.type = std::string{fields[1]};
  }
  if (fields.size() == 3 || (fields.size() == 2 && !typed)) {
    const auto count = parse_scaled(fields.back());
    if (!count) return std::nullopt;
    out.count = *count;
  }
  return out;
}

}  // namespace

Result<std::vector<Tres>> parse_tres(std::string_view text) {
  std::vector<Tres> list;
  for (const std::string_view item : split_list(text)) {
    const std::size_t equal = item.find('=');
    if (equal == 0 || equal == std::string_view::npos) return Error{Code::InvalidTres, std::string{item}};
    const std::string name = lower(item.substr(0, equal));
    const auto count = tres_count(name, item.substr(equal + 1));
    if (!count) return Error{Code::InvalidTres, std::string{item}};
    list.push_back({name, *count});
  }
  return list;
}

std::string format_tres(std::span<const Tres> list, TresOrder order) {
  std::vector<const Tres*> sorted;
  for (const Tres& tres : list)
    if (tres.count > 0) sorted.push_back(&tres);
  std::stable_sort(sorted.begin(), sorted.end(), [order](const Tres* left, const Tres* right) {
    return order == TresOrder::ByName ? left->name < right->name
                                      : controller_rank(left->name) < controller_rank(right->name);
  });
  std::string out;
  for (const Tres* tres : sorted) {
    if (!out.empty()) out += ',';
    out += tres->name + '=';
    out += tres->name == "mem" ? format_memory(Mebibytes{tres->count}) : std::to_string(tres->count);
  }
  return out;
}

Result<std::vector<GresRequest>> parse_gres(std::string_view text) {
  std::vector<GresRequest> list;
  if (iequals(text, "none")) return list;
  for (const std::string_view item : split_list(text)) {
    auto request = read_gres(item);
    if (!request) return Error{Code::InvalidGres, std::string{item}};
    list.push_back(std::move(*request));
  }
  return list;
}

std::string format_gres(std::span<const GresRequest> list, std::string_view prefix) {
  std::string out;
  for (const GresRequest& request : list) {
    if (!out.empty()) out += ',';
    out += prefix;
    out += request.name;
    if (!request.type.empty()) out += ':' + request.type;
    out += ':' + std::to_string(request.count);
  }
  return out;
}

}  // namespace minislurm::text
