// What the words behind a report say: which time, whose jobs, which fields.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "commands/sreport/session.h"
#include "libcommon/base/units.h"

namespace minislurm::sreport {

struct Query {
  using List = std::vector<std::string>;
  List clusters, accounts, users, wckeys, qos, names, nodes, partitions, groups, jobs;
  Instant since{}, until{};  // whole hours; `until` is the first second behind it
  std::string format;
  std::string grouping;      // "2,4", "individual"; empty: the usual sizes
  bool tree = false, group = false, flat = false, as_parent = false, count_jobs = false;
  std::size_t top = 10;
  bool failed = false;       // a word was not understood; the report is made all the same
};

// Says on stderr what it does not understand.
Query read_query(Session& session, const Words& words);

// No list: yes. Names are compared without regard to case.
bool meant(const Query::List& list, std::string_view name);
double seconds_of(const Query& query);

}  // namespace minislurm::sreport
