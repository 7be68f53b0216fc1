// What scontrol update can change of a job: one row per key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"
#include "slurmctld/core/elastic.h"
#include "slurmctld/core/state.h"

namespace minislurm::requests {

// One key's value on its way into (a copy of) a job, and what the change means for the rest.
struct JobChange {
  const core::ClusterState::Inside& state;
  Instant now{};
  bool by_operator = false;
  Job& job;
  char how = '=';          // "Key+=": '+'
  std::string_view value{};
  bool resized = false;    // the request's size has to be worked out again
  bool dependency = false; // the dependency has to be looked at again
  bool priority = false;   // priority, nice or the site's factor have been set
  bool by_hand = false;    // the priority itself
  std::vector<std::string> given_back{};  // nodes of a running job
  core::ElasticWish size{};               // of a running elastic one
};

struct JobKey {
  std::string_view name;
  bool pending_only;
  Status (*set)(JobChange&);
};

// Case-insensitive. nullptr: no such key.
const JobKey* find_job_key(std::string_view name);

}  // namespace minislurm::requests
