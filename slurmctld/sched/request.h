// What a job asks for in one partition, defaults filled in: the form that the scheduler works on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"
#include "libcommon/model/partition.h"
#include "slurmctld/sched/features.h"

namespace minislurm::sched {

struct GresNeed {
  std::string name, type;  // type empty: any
  std::uint64_t count = 0;
};

struct LicenseNeed {
  std::string name;
  std::uint32_t count = 1;
};

enum class MemoryKind : std::uint8_t { None, PerNode, PerCpu, PerGpu, WholeNode };

struct ResourceRequest {
  // Nodes. max 0: as many as it takes. `sizes`: only these counts ("2,4,8"), ascending.
  std::uint32_t min_nodes = 1, max_nodes = 0;
  std::uint32_t node_limit = 0;         // the partition's; 0: none
  std::uint32_t shown_min_nodes = 0;    // as the user gave it; 0: not given
  bool fewest_nodes = false;            // --use-min-nodes: a range is used from its beginning
  std::vector<std::uint32_t> sizes;
  std::vector<std::string> required_nodes, excluded_nodes;
  std::vector<FeatureAlternative> features;
  std::size_t preferred = 0;            // so many of them come from --prefer

  // Tasks and CPUs.
  std::uint32_t ntasks = 1;             // in all; with `tasks_from_nodes` the number of tasks per node
  bool tasks_from_nodes = false;        // no task count was given: one (or ntasks_per_node) on each node
  std::uint32_t cpus_per_task = 1;
  std::uint32_t shown_cpus_per_task = 1;  // before memory raised it
  std::uint32_t min_cpus_per_node = 1;  // that a node can give it, not that it gets
  std::uint32_t max_tasks_per_node = 0; // 0: no limit
  std::uint32_t max_tasks_per_socket = 0, max_tasks_per_core = 0;  // likewise
  std::uint32_t max_cpus_per_node = 0, max_cpus_per_socket = 0;  // of the partition; 0: no limit
  std::uint32_t sockets_per_node = 0, cores_per_socket = 0, threads_per_core = 0;  // the node has at least these
  std::uint32_t cpus_per_gpu = 0;       // asked for, or the partition's or the cluster's for jobs with GPUs
  bool cpus_per_gpu_asked = false;
  bool tasks_by_gpus = false;           // --ntasks-per-gpu gives the number of a node's tasks
  bool tasks_open = false;              // neither tasks nor an exact node count was given: one task decides the CPUs
  std::uint32_t shown_max_nodes = 0;    // as the user gave it; 0: not given
  bool overcommit = false, contiguous = false;
  bool block_of_sockets = false;        // a socket is used up before the next
  bool spread = false;                  // over as many nodes as there may be
  bool even_tasks = false;              // one task on each node in turn, whatever the nodes could take

  MemoryKind memory_kind = MemoryKind::None;
  Mebibytes memory, shown_memory;       // per what memory_kind says; as it was asked for
  Mebibytes tmp_disk;

  std::vector<GresNeed> gres_per_node, gres_per_job, gres_per_task;

  std::vector<LicenseNeed> licenses;
  bool any_license = false;             // "a|b": one of them is enough

  // Sharing. `shared`: its CPUs may be given to `share_count` such jobs at a time.
  bool exclusive = false;               // whole nodes, nobody else on them
  bool exclusive_user = false;          // nobody of another user
  bool shared = false;
  std::uint32_t share_count = 1;

  std::uint32_t switches = 0;           // at most so many leaf switches; 0: no matter
  Seconds switch_wait{0};               // for so long
  std::uint32_t segment = 0;            // blocks: nodes of a group that stays in one block; 0: the whole job
  bool spread_segments = false, consolidate_segments = false;
};

// Errors: Code::InvalidGres, InvalidFeature, InvalidNodeName, InvalidLicenses, InvalidNodeCount, BadTaskCount,
// InvalidCpuCount; none depends on what is free, or on which nodes there are.
Result<ResourceRequest> resolve(const JobSpec& spec, const Partition& partition, const Settings& settings);

// "DefCpuPerGPU", "DefMemPerGPU" (MB) in JobDefaults, the partition's before the cluster's; nullopt: neither has it.
std::optional<std::uint64_t> job_default(std::string_view key, const Partition& partition, const Settings& settings);
// Any of its options asks for GPUs.
bool asks_for_gpus(const JobSpec& spec);

// How a job's size is shown while it waits (and after it, until it starts): NumTasks, NumCPUs, NumNodes=min-max.
struct JobSize {
  std::uint32_t num_tasks = 1, num_cpus = 1, min_nodes = 1, max_nodes = 1;
};
JobSize size_of(const ResourceRequest& request);

// "matlab:1,ansys". Errors: Code::InvalidLicenses. `any` is set where '|' separates them.
Result<std::vector<LicenseNeed>> parse_licenses(std::string_view text, bool& any);

}  // namespace minislurm::sched
