// Which of the controller's jobs a scancel means: the ids given, less those that a filter excludes. Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "commands/scancel/options.h"
#include "libcommon/base/result.h"
#include "libcommon/model/job.h"
#include "libcommon/wire/messages.h"

namespace minislurm::scancel {

// The filters, read: names to ids, lists to sets.
struct Filter {
  std::string account, name, partition, qos, reservation, wckey;
  std::optional<UserId> user;
  std::optional<JobState> state;
  std::set<std::string> nodes;  // empty: any
};

bool matches(const Filter& filter, const Job& job);

// What to send: with filters, every job or array part that is alive, belongs to the selectors (none: all jobs) and
// matches.
std::vector<wire::JobSelector> select(const std::vector<Job>& jobs, const std::vector<wire::JobSelector>& ids,
                                      const Filter& filter);

// "12", "12_3", "12_[1-4]", "12.0": as the messages name it.
std::string to_text(const wire::JobSelector& selector);

}  // namespace minislurm::scancel
