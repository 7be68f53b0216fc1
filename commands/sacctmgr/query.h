// What the words behind "list ENTITY" ask for: conditions, format, and how much is shown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/sacctmgr/fields.h"
#include "commands/sacctmgr/session.h"

namespace minislurm::sacctmgr {

struct Query {
  using List = std::vector<std::string>;
  // Each: nothing given means that it does not matter; "name=" alone asks for what has none.
  List names, accounts, users, clusters, partitions, parents, descriptions, organizations, qos, default_accounts,
      default_wckeys, default_qos, admin_levels, ids, flags, types, actions, actors, nodes, reasons, events, modes;
  Instant since = kNever, until = kNever;
  std::string format;
  bool with_assoc = false, with_coord = false, with_deleted = false, with_raw_qos = false, with_fed = false;
  bool without_limits = false, without_parents = false, own_limits = false;
  bool tree = false, sub_accounts = false, only_defaults = false, all_time = false;
  bool needs_assoc = false;  // a condition was given that only associations have
};

// Errors: Code::Generic with the lines to print. What cannot be read inside of a value: Code::InvalidValue with the
// text behind "error: ".
Result<Query> read_query(Entity entity, const Words& words, Instant now);

// No list: yes. Names are compared without regard to case.
bool meant(const Query::List& list, std::string_view name);

}  // namespace minislurm::sacctmgr
