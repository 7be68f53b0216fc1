#include "commands/support/json/value.h"

#include <utility>

#include "libcommon/text/signal_name.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"

namespace minislurm::documents {

Value Numbers::make(bool set, bool infinite, Value number) const {
  if (plain_) {
    if (infinite) return "Infinity";
    return set ? std::move(number) : Value(nullptr);
  }
  Value made;
  made["set"] = set;
  made["infinite"] = infinite;
  made["number"] = std::move(number);
  return made;
}

Value Numbers::real(const std::optional<double>& number) const {
  return make(number.has_value(), false, number.value_or(0.0));
}

Value Numbers::of(const std::optional<Minutes>& limit) const {
  if (!limit) return none();
  return *limit == kUnlimited ? infinite() : of(static_cast<std::uint64_t>(limit->count()));
}

Value Numbers::exit_code(ExitCode code) const {
  const char* status = code.signal != 0 ? "SIGNALED" : code.status != 0 ? "ERROR" : "SUCCESS";
  Value made;
  made["status"] = Value::array({status});
  made["return_code"] = of(std::uint64_t{code.status});
  made["signal"]["id"] = code.signal != 0 ? of(std::uint64_t{code.signal}) : none();
  made["signal"]["name"] = code.signal != 0 ? text::signal_name(static_cast<int>(code.signal)) : std::string{};
  return made;
}

DocumentOptions of_cluster(DocumentOptions options, const std::string& name) {
  options.cluster = name;
  return options;
}

Value seconds(Instant when) { return when.time_since_epoch().count(); }

Value list_of(std::string_view words, char separator) {
  Value list = Value::array();
  for (const std::string_view word : text::split_list(words, separator)) list.push_back(std::string{word});
  return list;
}

Value states(JobState state, std::uint32_t flags) {
  Value list = Value::array({std::string{name_of(state)}});
  for (const StateName& row : state_names())
    if (row.is_flag && (row.bits & flags) != 0) list.push_back(std::string{row.name});
  return list;
}

Value tres_list(std::string_view tres) {
  // Slurm's own numbers of the resources that every cluster tracks; others count on from 1001.
  static constexpr std::pair<std::string_view, int> kIds[] = {
      {"cpu", 1}, {"mem", 2}, {"energy", 3}, {"node", 4}, {"billing", 5}, {"fs/disk", 6}, {"vmem", 7}, {"pages", 8}};
  Value list = Value::array();
  const Result<std::vector<text::Tres>> parsed = text::parse_tres(tres);
  if (!parsed) return list;
  int next = 1001;
  for (const text::Tres& resource : *parsed) {
    int id = 0;
    for (const auto& known : kIds)
      if (known.first == resource.name) id = known.second;
    const std::size_t slash = resource.name.find('/');
    Value item;
    item["type"] = resource.name.substr(0, slash);
    item["name"] = slash == std::string::npos ? std::string{} : resource.name.substr(slash + 1);
    item["id"] = id != 0 ? id : next++;
    item["count"] = resource.count;
    list.push_back(std::move(item));
  }
  return list;
}

}  // namespace minislurm::documents
