#include "commands/sacctmgr/query.h"

#include <algorithm>
#include <span>

#include "libcommon/text/count.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::sacctmgr {
namespace {

constexpr std::uint32_t bit(Entity entity) { return 1U << static_cast<std::uint32_t>(entity); }
template <class... Entities>
constexpr std::uint32_t of(Entities... entities) {
  return (bit(entities) | ...);
}

constexpr std::uint32_t kPeople = of(Entity::Account, Entity::User), kAssoc = bit(Entity::Association);
constexpr std::uint32_t kTimed = of(Entity::Event, Entity::Transaction, Entity::Reservation, Entity::WcKey,
                                    Entity::Instance);

struct Flag {
  std::uint32_t entities;
  std::string_view name;
  std::size_t shortest;
  bool Query::*member;
};

constexpr Flag kFlags[] = {
    {kPeople | bit(Entity::Transaction), "WithAssoc", 5, &Query::with_assoc},
    {kPeople, "WithCoordinators", 5, &Query::with_coord},
    {0xffffffff, "WithDeleted", 5, &Query::with_deleted},
    {kPeople | kAssoc, "WithRawQOSLevel", 5, &Query::with_raw_qos},
    {kPeople | kAssoc, "WOPInfo", 4, &Query::without_parents},
    {kPeople | kAssoc, "WOPLimits", 4, &Query::own_limits},
    {kPeople | kAssoc | bit(Entity::Cluster), "WOLimits", 3, &Query::without_limits},
    {kAssoc | bit(Entity::Problem) | bit(Entity::Federation), "Tree", 4, &Query::tree},
    {kAssoc, "WithSubAccounts", 5, &Query::sub_accounts},
    {kAssoc, "OnlyDefaults", 3, &Query::only_defaults},
    {bit(Entity::Cluster), "WithFed", 5, &Query::with_fed},
    {bit(Entity::Event), "All_Time", 5, &Query::all_time},
    {of(Entity::Event, Entity::Reservation), "All_Clusters", 5, &Query::all_time},
};

struct Key {
  std::uint32_t entities;
  std::string_view name;
  std::size_t shortest;
  Query::List Query::*list;
  bool of_associations = false;  // with accounts and users only where their associations are asked for
};

constexpr Key kKeys[] = {
    {bit(Entity::Account), "Accounts", 1, &Query::names},
    {kPeople |
         of(Entity::Qos, Entity::Cluster, Entity::Tres, Entity::Reservation, Entity::Federation, Entity::Resource),
     "Names", 1, &Query::names},
    {bit(Entity::User), "Users", 1, &Query::names},
    {bit(Entity::Tres), "Type", 2, &Query::types},
    {of(Entity::Event), "Names", 1, &Query::nodes},
    {bit(Entity::WcKey), "Names", 3, &Query::names},
    {bit(Entity::WcKey), "WCKeys", 3, &Query::names},
    {bit(Entity::Cluster), "Clusters", 3, &Query::names},
    {bit(Entity::Cluster), "Classification", 3, &Query::types},
    {bit(Entity::Cluster), "Federation", 3, &Query::types},
    {bit(Entity::Cluster), "RPC", 1, &Query::types},
    {of(Entity::Account, Entity::Qos, Entity::Resource), "Descriptions", 1, &Query::descriptions},
    {bit(Entity::Account), "Organizations", 1, &Query::organizations},
    {of(Entity::Account, Entity::Cluster), "Flags", 2, &Query::flags},
    {bit(Entity::User), "AdminLevel", 2, &Query::admin_levels},
    {bit(Entity::User), "DefaultAccount", 8, &Query::default_accounts},
    {bit(Entity::User), "DefaultWCKey", 8, &Query::default_wckeys},
    {bit(Entity::Qos), "PreemptMode", 8, &Query::modes},
    {of(Entity::Transaction), "Actions", 4, &Query::actions},
    {of(Entity::Transaction), "Actors", 4, &Query::actors},
    {of(Entity::Event), "Events", 2, &Query::events},
    {of(Entity::Event), "Nodes", 1, &Query::nodes},
    {of(Entity::Event), "Reason", 1, &Query::reasons},
    {of(Entity::Event), "MaxCPUs", 2, &Query::types},
    {of(Entity::Event), "MinCPUs", 2, &Query::types},
    {of(Entity::Event), "States", 4, &Query::types},
    {of(Entity::Event), "CondFlags", 2, &Query::types},
    {of(Entity::Transaction, Entity::Problem), "Accounts", 3, &Query::accounts},
    {kAssoc, "Accounts", 2, &Query::accounts},
    {bit(Entity::User), "Accounts", 2, &Query::accounts, true},
    {of(Entity::Account), "Users", 1, &Query::users, true},
    {0xffffffff & ~of(Entity::Account), "Users", 1, &Query::users},
    {of(Entity::Account), "Clusters", 1, &Query::clusters, true},
    {0xffffffff, "Clusters", 1, &Query::clusters},
    {kPeople, "Ids", 1, &Query::ids, true},
    {0xffffffff & ~kPeople, "Ids", 1, &Query::ids},
    {kPeople, "Partitions", 3, &Query::partitions, true},
    {kAssoc, "Partitions", 3, &Query::partitions},
    {kPeople, "Parent", 4, &Query::parents, true},
    {kAssoc, "Parent", 4, &Query::parents},
    {kPeople | kAssoc, "DefaultQOS", 8, &Query::default_qos},
    {kPeople | kAssoc | bit(Entity::Qos), "QosLevel", 1, &Query::qos},
    {bit(Entity::Reservation), "Nodes", 3, &Query::nodes},
    {bit(Entity::Resource), "Servers", 1, &Query::types},
    {bit(Entity::Resource), "Type", 1, &Query::types},
};

// What a word without '=' names.
struct Bare {
  Entity entity;
  Query::List Query::*list;
};
constexpr Bare kBare[] = {
    {Entity::Association, &Query::ids}, {Entity::Transaction, &Query::ids},   {Entity::Event, &Query::events},
    {Entity::Tres, &Query::types},      {Entity::Reservation, &Query::names}, {Entity::WcKey, &Query::names},
};

// Slurm strips quotes that a shell left.
std::string unquoted(std::string_view value) {
  if (value.size() >= 2 && (value.front() == '\'' || value.front() == '"') && value.back() == value.front())
    value = value.substr(1, value.size() - 2);
  return std::string(value);
}

void add(Query::List& list, std::string_view value) {
  const std::string text = unquoted(value);
  const std::size_t before = list.size();
  for (const std::string_view one : text::split_list(text)) list.emplace_back(one);
  if (list.size() == before) list.emplace_back();
}

Status only_numbers(const Query::List& list, std::string_view what) {
  for (const std::string& one : list)
    if (!one.empty() && !text::parse_u32(one))
      return Error{Code::InvalidValue, "Invalid value for " + std::string(what) + " (" + one + ")"};
  return {};
}

Status check(Entity entity, const Query& query) {
  if (entity == Entity::Association || entity == Entity::Account || entity == Entity::User)
    return only_numbers(query.ids, "AssocId");
  if (entity == Entity::Transaction) return only_numbers(query.ids, "Transaction ID");
  for (const std::string& event : query.events)
    if (!stands_for(event, "Cluster", 1) && !stands_for(event, "Node", 1))
      return Error::generic(" Unknown event type: '" + event + "'  Valid events are Cluster and Node.");
  return {};
}

Error unknown(Entity entity, const std::string& word) {
  std::string text = " Unknown condition: " + word;
  if (entity == Entity::Qos) text += "\n Use keyword 'set' to modify SLURM_PRINT_VALUE";
  else if (entity != Entity::Problem) text += "\n Use keyword 'set' to modify value";
  return Error::generic(text);
}

Status read_time(std::string_view value, Instant now, Instant& when) {
  const Result<Instant> read = text::parse_time_point(value, now, text::TimeSense::Past);
  if (!read) return read.error();
  when = *read;
  return {};
}

Status read_pair(Entity entity, const std::string& word, std::size_t equal, Instant now, Query& query) {
  std::string_view key = std::string_view(word).substr(0, equal);
  if (!key.empty() && (key.back() == '+' || key.back() == '-')) key.remove_suffix(1);
  const std::string_view value = std::string_view(word).substr(equal + 1);
  for (const Key& row : kKeys) {
    if ((row.entities & bit(entity)) == 0 || !stands_for(key, row.name, row.shortest)) continue;
    add(query.*row.list, value);
    query.needs_assoc = query.needs_assoc || row.of_associations;
    return {};
  }
  if (stands_for(key, "Format", 1)) {
    query.format += (query.format.empty() ? "" : ",") + unquoted(value);
    if (text::split_list(query.format).empty()) return Error::generic("Unknown field ''");
    return {};
  }
  if ((bit(entity) & kTimed) != 0 && stands_for(key, "Start", 1)) return read_time(value, now, query.since);
  if ((bit(entity) & kTimed) != 0 && stands_for(key, "End", 1)) return read_time(value, now, query.until);
  return unknown(entity, word);
}

void read_bare(Entity entity, const std::string& word, Query& query) {
  for (const Flag& flag : kFlags) {
    if ((flag.entities & bit(entity)) == 0 || !stands_for(word, flag.name, flag.shortest)) continue;
    query.*flag.member = true;
    return;
  }
  const auto* row =
      std::find_if(std::begin(kBare), std::end(kBare), [entity](const Bare& one) { return one.entity == entity; });
  add(query.*(row == std::end(kBare) ? &Query::names : row->list), word);
}

}  // namespace

Result<Query> read_query(Entity entity, const Words& words, Instant now) {
  Query query;
  for (const std::string& word : words) {
    if (stands_for(word, "where", 5) || stands_for(word, "set", 3)) continue;
    const std::size_t equal = word.find('=');
    if (equal == std::string::npos) {
      read_bare(entity, word, query);
    } else if (Status read = read_pair(entity, word, equal, now, query); !read) {
      return read.error();
    }
  }
  if (Status valid = check(entity, query); !valid) return valid.error();
  return query;
}

bool meant(const Query::List& list, std::string_view name) {
  return list.empty() ||
         std::any_of(list.begin(), list.end(), [name](const std::string& one) { return text::iequals(one, name); });
}

}  // namespace minislurm::sacctmgr
