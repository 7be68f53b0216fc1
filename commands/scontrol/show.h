// scontrol show ENTITY [ID]: a row per entity, a file per kind.
#pragma once

#include <string>

#include "commands/scontrol/session.h"
#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"
#include "libcommon/model/step.h"
#include "libcommon/wire/explanation.h"

namespace minislurm::scontrol {

// `words` begins with the entity ("job", "12") or ("job=12").
int show(Session& session, const Words& words);

int show_jobs(Session& session, const std::string& id);
int show_steps(Session& session, const std::string& id);
int show_nodes(Session& session, const std::string& names);
int show_partitions(Session& session, const std::string& name);
int show_reservations(Session& session, const std::string& name);
int show_licenses(Session& session, const std::string& name);
int show_config(Session& session, const std::string& key);
int show_aliases(Session& session, const std::string& host);
int show_resources(Session& session, const std::string& job);
int show_topology_file(Session& session, const std::string& what);
int show_topology(Session& session, const Words& words);
int show_associations(Session& session, const Words& words);
int show_hostnames(Session& session, const Words& words);
int show_hostlist(Session& session, const Words& words);
int show_hostlist_sorted(Session& session, const Words& words);
int show_daemons(Session& session, const std::string& name);

// One record each.
// `why`: what is said of a job that waits; nullptr: nothing.
std::string job_record(const Job& job, Instant now, const Options& options, const wire::Explanation* why = nullptr);
std::string step_record(const Step& step, const Job& job, bool one_line);
std::string node_record(const Node& node, const std::string& version, const Options& options);
std::string partition_record(const Partition& partition, bool one_line);
std::string reservation_record(const Reservation& reservation, bool one_line);

}  // namespace minislurm::scontrol
