#include "commands/sreport/query.h"

#include <algorithm>
#include <ctime>

#include "libcommon/text/count.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::sreport {
namespace {

constexpr Seconds kHour{3600};

struct Key {
  std::string_view name;
  std::size_t shortest;
  Query::List Query::*list;
};

constexpr Key kKeys[] = {
    {"Accounts", 2, &Query::accounts}, {"Clusters", 1, &Query::clusters},       {"Users", 1, &Query::users},
    {"Wckeys", 1, &Query::wckeys},     {"QOS", 1, &Query::qos},                 {"Names", 2, &Query::names},
    {"Nodes", 2, &Query::nodes},       {"Partitions", 2, &Query::partitions},   {"GID", 2, &Query::groups},
    {"Jobs", 1, &Query::jobs},
};

struct Flag {
  std::string_view name;
  std::size_t shortest;
  bool Query::*member;
};

constexpr Flag kFlags[] = {
    {"Tree", 1, &Query::tree}, {"Group", 5, &Query::group}, {"FlatView", 2, &Query::flat},
    {"AcctAsParent", 4, &Query::as_parent}, {"PrintJobCount", 2, &Query::count_jobs},
};

bool stands_for(std::string_view written, std::string_view word, std::size_t shortest) {
  return written.size() >= shortest && text::istarts_with(word, written);
}

Instant at_midnight(Instant now, int days_ago) {
  const std::time_t seconds = static_cast<std::time_t>(now.time_since_epoch().count());
  std::tm local{};
  ::localtime_r(&seconds, &local);
  local.tm_sec = local.tm_min = local.tm_hour = 0;
  local.tm_mday -= days_ago;
  local.tm_isdst = -1;
  return Instant{Seconds{std::mktime(&local)}};
}

void set_time(Session& session, std::string_view value, Instant& when) {
  const Result<Instant> read = text::parse_time_point(value, session.context.now(), text::TimeSense::Past);
  if (read) when = *read;
  else session.context.err() << read.error().detail << '\n';
}

void add(Query::List& list, std::string_view value) {
  for (const std::string_view one : text::split_list(value)) list.emplace_back(one);
}

// Whether the pair was understood.
bool read_pair(Session& session, Query& query, std::string_view key, std::string_view value) {
  if (stands_for(key, "Start", 1)) {
    set_time(session, value, query.since);
  } else if (stands_for(key, "End", 1)) {
    set_time(session, value, query.until);
  } else if (stands_for(key, "Format", 1)) {
    query.format += (query.format.empty() ? "" : ",") + std::string(value);
  } else if (stands_for(key, "Grouping", 2)) {
    query.grouping = std::string(value);
  } else if (stands_for(key, "TopCount", 2)) {
    query.top = text::parse_u32(value).value_or(10);
  } else {
    for (const Key& row : kKeys) {
      if (!stands_for(key, row.name, row.shortest)) continue;
      add(query.*row.list, value);
      return true;
    }
    return false;
  }
  return true;
}

// As Slurm's data base keeps it: by hours, and at least one.
void round_to_hours(Query& query, Instant now) {
  const auto whole = [](Instant when) { return when - when.time_since_epoch() % kHour; };
  query.since = whole(query.since == kNever ? at_midnight(now, 1) : query.since);
  query.until = query.until == kNever ? at_midnight(now, 0) : whole(query.until);
  query.until = std::max(query.until, query.since + kHour);
}

}  // namespace

Query read_query(Session& session, const Words& words) {
  Query query;
  for (const std::string& word : words) {
    const std::size_t equal = word.find('=');
    if (equal == std::string::npos) {
      for (const Flag& flag : kFlags)
        if (stands_for(word, flag.name, flag.shortest)) query.*flag.member = true;
      continue;
    }
    const std::string_view key = std::string_view(word).substr(0, equal);
    if (read_pair(session, query, key, std::string_view(word).substr(equal + 1))) continue;
    session.context.err() << " Unknown condition: " << word << "\nUse keyword set to modify value\n";
    query.failed = true;
  }
  add(query.clusters, session.options.clusters);
  round_to_hours(query, session.context.now());
  return query;
}

bool meant(const Query::List& list, std::string_view name) {
  return list.empty() ||
         std::any_of(list.begin(), list.end(), [name](const std::string& one) { return text::iequals(one, name); });
}

double seconds_of(const Query& query) { return static_cast<double>((query.until - query.since).count()); }

}  // namespace minislurm::sreport
