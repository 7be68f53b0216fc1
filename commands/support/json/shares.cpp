#include "commands/support/json/shares.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>

#include "commands/support/json/value.h"

namespace minislurm::documents {
namespace {

// What Slurm writes for a number without end, and warns of.
constexpr double kPlaceHolder = 18446744073709551616.0;
constexpr std::string_view kWarning = "Dumping (0xffffffffffffffff) as place holder for Infinity";
// How fairshare=parent is written.
constexpr std::uint32_t kParentShares = 0x7fffffff;

template <class List>
auto amount_of(const List& list, const std::string& name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.first == name; });
  return found == list.end() ? std::nullopt : std::optional{found->second};
}

Value named(const std::string& name, Value value) {
  Value made;
  made["name"] = name;
  made["value"] = std::move(value);
  return made;
}

Value resources(const wire::ShareRow& row, const std::vector<std::string>& names, const Numbers& numbers) {
  Value run = Value::array(), limits = Value::array(), used = Value::array();
  for (const std::string& name : names) {
    const auto limit = amount_of(row.group_minutes_limit, name);
    run.push_back(named(name, numbers.of(amount_of(row.run_seconds, name).value_or(0))));
    limits.push_back(named(name, limit ? numbers.of(*limit) : numbers.infinite()));
    used.push_back(named(name, std::round(amount_of(row.used_seconds, name).value_or(0) * 1e6) / 1e6));
  }
  Value made;
  made["run_seconds"] = std::move(run);
  made["group_minutes"] = std::move(limits);
  made["usage"] = std::move(used);
  return made;
}

class Records {
 public:
  Records(const wire::SharesReply& reply, const Numbers& numbers) : reply_(reply), numbers_(numbers) {
    for (const wire::ShareRow& row : reply.rows) accounts_.emplace(row.association, row.account);
  }

  Value record(const wire::ShareRow& row) {
    const bool root = row.parent == 0, user = !row.user.empty();
    const bool own_shares = row.shares != Association::kParentShares;
    Value made;
    made["id"] = row.association;
    made["cluster"] = reply_.cluster_name;
    made["name"] = user ? row.user : row.account;
    made["parent"] = root ? std::string{} : user ? row.account : parent_of(row);
    made["partition"] = row.partition;
    made["shares_normalized"] = real(row.norm_shares);
    made["shares"] = root ? numbers_.none() : numbers_.of(std::uint64_t{own_shares ? row.shares : kParentShares});
    made["tres"] = resources(row, reply_.tres, numbers_);
    made["effective_usage"] = real(row.effective_usage);
    made["usage_normalized"] = root ? real(std::nullopt) : real(row.norm_usage);
    made["usage"] = static_cast<std::uint64_t>(row.raw_usage);
    made["fairshare"]["factor"] = real(user ? row.fair_share : 0.0);
    made["fairshare"]["level"] = root || (!own_shares && !user) ? real(std::nullopt) : real(row.level_fs);
    made["type"] = Value::array({user ? "USER" : "ASSOCIATION"});
    return made;
  }

  Value take_warnings() { return std::move(warnings_); }

 private:
  std::string parent_of(const wire::ShareRow& row) const {
    const auto found = accounts_.find(row.parent);
    return found == accounts_.end() ? std::string{"root"} : found->second;
  }

  Value real(std::optional<double> number) {
    if (!number || !std::isinf(*number)) return numbers_.real(number);
    warnings_.push_back({{"description", kWarning}, {"source", ""}});
    return numbers_.real(kPlaceHolder);
  }

  const wire::SharesReply& reply_;
  const Numbers& numbers_;
  std::unordered_map<std::uint32_t, std::string> accounts_;
  Value warnings_ = Value::array();
};

}  // namespace

std::string shares_document(const wire::SharesReply& reply, const DocumentOptions& options) {
  const Numbers numbers{options};
  Records records{reply, numbers};
  Value list = Value::array();
  for (const wire::ShareRow& row : reply.rows) list.push_back(records.record(row));
  Value payload;
  payload["shares"]["shares"] = std::move(list);
  payload["shares"]["total_shares"] = 0;
  return finish(std::move(payload), options, records.take_warnings());
}

}  // namespace minislurm::documents
