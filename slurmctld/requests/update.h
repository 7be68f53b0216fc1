// The parts of scontrol update|create|delete: one per kind of thing.
#pragma once

#include <string>
#include <string_view>

#include "slurmctld/requests/context.h"
#include "slurmctld/requests/key_values.h"

namespace minislurm::requests {

Outcome update_job(Context context, const wire::UpdateRequest& request);
Outcome update_step(Context context, const wire::UpdateRequest& request);
Outcome update_node(Context context, const wire::UpdateRequest& request);
Outcome update_partition(Context context, const wire::UpdateRequest& request);
Outcome update_reservation(Context context, const wire::UpdateRequest& request);
Outcome update_config(Context context, const wire::UpdateRequest& request);

// The value of that key, case-insensitive; nullptr: not given.
const std::string* value_of(const wire::UpdateRequest& request, std::string_view key);
// "NoSuch=1", as the user wrote it.
Error unsupported(const std::pair<std::string, std::string>& key);
// An InvalidValue without a detail gets the key's name.
Error named(const Error& error, std::string_view key);
Outcome done(std::string text = {});

}  // namespace minislurm::requests
