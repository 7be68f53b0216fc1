// Parts of the cluster's description, asked of the controller.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/scontrol/session.h"
#include "libcommon/wire/messages.h"

namespace minislurm::scontrol {

// `parts`: bits of wire::ClusterPart. Prints `what` and the error, and returns none, where there is no answer.
std::optional<wire::ClusterReply> query_cluster(Session& session, std::uint32_t parts, const std::string& what);

template <class Record>
const Record* find_named(const std::vector<Record>& records, std::string_view name) {
  for (const Record& record : records)
    if (record.name == name) return &record;
  return nullptr;
}

// Leaves only the record of that name (all, without a name). False: there is none.
template <class Record>
bool keep_named(std::vector<Record>& records, const std::string& name) {
  if (name.empty()) return true;
  const Record* found = find_named(records, name);
  if (found == nullptr) return false;
  Record kept = *found;
  records.clear();
  records.push_back(std::move(kept));
  return true;
}

}  // namespace minislurm::scontrol
