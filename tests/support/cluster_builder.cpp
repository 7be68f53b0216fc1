#include "tests/support/cluster_builder.h"

#include <algorithm>
#include <variant>

#include "libcommon/text/hostlist.h"

namespace minislurm::test {
namespace {

Partition partition_of(std::string name, std::vector<std::string> nodes, Minutes max_time) {
  Partition partition;
  partition.name = std::move(name);
  partition.nodes = std::move(nodes);
  partition.max_time = max_time;
  return partition;
}

std::vector<std::string> names(const std::string& list) { return text::expand_hostlist(list).value_or({}); }

}  // namespace

Cluster reference_cluster() {
  Cluster cluster;
  cluster.settings.default_memory_per_cpu = Mebibytes{100};
  cluster.settings.weight_partition = 1000;
  for (const std::string& name : names("node[1-8]")) {
    Node node;
    node.name = name;
    node.cpus = node.sockets = 4;
    node.memory = {4000};
    const bool fast = name < "node5";
    node.features = {fast ? "fast" : "big"};
    if (fast) node.gres = {NodeGres{"gpu", "", 2, {}, false}};
    cluster.nodes.push_back(node);
  }
  cluster.partitions = {partition_of("debug", names("node[1-8]"), kUnlimited),
                        partition_of("short", names("node[1-4]"), Minutes{30}),
                        partition_of("closed", names("node[7-8]"), Minutes{60}),
                        partition_of("tiny", names("node8"), Minutes{10})};
  cluster.partitions[0].is_default = true;
  cluster.partitions[0].default_time = Minutes{60};
  cluster.partitions[1].priority_tier = cluster.partitions[1].priority_job_factor = 10;
  cluster.partitions[2].state = PartitionState::Down;
  cluster.partitions[3].max_nodes = 1;
  cluster.partitions[3].over_subscribe = OverSubscribe::Force;
  cluster.partitions[3].over_subscribe_count = 2;
  TopologySpec tree;
  tree.kind = TopologyKind::Tree;
  tree.switches = {SwitchSpec{"leaf1", names("node[1-4]"), {}, 0, 1}, SwitchSpec{"leaf2", names("node[5-8]"), {}, 0, 1},
                   SwitchSpec{"spine", names("node[1-8]"), {"leaf1", "leaf2"}, 1, 1}};
  cluster.topologies = {tree};
  cluster.licenses = {License{"matlab", 2, 0, 0}, License{"ansys", 4, 0, 0}};
  return cluster;
}

Cluster plain_cluster(std::uint32_t count, std::uint32_t cpus, std::uint64_t memory, std::uint32_t per_leaf,
                      std::uint64_t gpus) {
  Cluster cluster;
  TopologySpec spec;
  spec.kind = per_leaf == 0 ? TopologyKind::Flat : TopologyKind::Tree;
  SwitchSpec spine{"spine", {}, {}, 1, 1};
  for (std::uint32_t at = 0; at < count; ++at) {
    Node node;
    node.name = "n" + std::to_string(at + 1);
    node.cpus = cpus;
    node.memory = {memory};
    if (gpus > 0) node.gres = {NodeGres{"gpu", "", gpus, {}, false}};
    if (per_leaf != 0 && at % per_leaf == 0) {
      spec.switches.push_back(SwitchSpec{"leaf" + std::to_string(at / per_leaf + 1), {}, {}, 0, 1});
      spine.switches.push_back(spec.switches.back().name);
    }
    if (per_leaf != 0) spec.switches.back().nodes.push_back(node.name);
    cluster.nodes.push_back(std::move(node));
  }
  if (per_leaf != 0) spec.switches.push_back(spine);
  std::vector<std::string> all;
  for (const Node& node : cluster.nodes) all.push_back(node.name);
  cluster.partitions = {partition_of("debug", all, kUnlimited)};
  cluster.partitions[0].is_default = true;
  cluster.topologies = {spec};
  return cluster;
}

World::World(Cluster made) : cluster(std::move(made)), book(cluster), policy(sched::policy_of(cluster.settings)) {
  std::vector<std::string> node_names;
  for (const Node& node : cluster.nodes) node_names.push_back(node.name);
  topology = topology::TopologySet{cluster.topologies, node_names};
  for (const License& license : cluster.licenses) free_licenses[license.name] = license.total;
}

JobId World::submit(JobSpec spec, std::uint32_t minutes) {
  Job job;
  job.id = JobId{next_id_++};
  job.partition = spec.partition.empty() ? "debug" : spec.partition;
  job.spec = std::move(spec);
  job.priority = 1'000'000 - number(job.id);
  job.submitted = job.eligible = now;
  if (minutes != 0) job.time_limit = Minutes{minutes};
  jobs_.push_back(std::move(job));
  return jobs_.back().id;
}

std::vector<JobId> World::submit_het(const std::vector<JobSpec>& specs, std::uint32_t minutes) {
  std::vector<JobId> ids;
  std::vector<std::uint32_t> set;
  for (const JobSpec& spec : specs) ids.push_back(submit(spec, minutes));
  for (const JobId id : ids) set.push_back(number(id));
  for (std::size_t at = 0; at < ids.size(); ++at) {
    Job& one = job(ids[at]);
    one.het_job = ids.front();
    one.het_offset = static_cast<std::uint32_t>(at);
    one.het_set = set;
  }
  return ids;
}

Job& World::job(JobId id) {
  return *std::find_if(jobs_.begin(), jobs_.end(), [&](const Job& one) { return one.id == id; });
}

bool World::knows(JobId id) const {
  return std::any_of(jobs_.begin(), jobs_.end(), [&](const Job& one) { return one.id == id; });
}

std::vector<const Job*> World::running_jobs() const {
  std::vector<const Job*> running;
  for (const Job& one : jobs_) {
    if (one.state == JobState::Running) running.push_back(&one);
  }
  return running;
}

std::vector<sched::Decision> World::pass() {
  std::vector<const Job*> pending;
  std::vector<sched::RunningJob> running;
  std::unordered_map<std::uint32_t, std::uint32_t> array_running;
  for (const Job& one : jobs_) {
    if (one.state == JobState::Pending) pending.push_back(&one);
    if (one.state != JobState::Running) continue;
    running.push_back({&one, one.started + one.time_limit.value_or(kUnlimited), held_licenses[number(one.id)]});
    if (number(one.array_job) != 0) ++array_running[number(one.array_job)];
  }
  std::stable_sort(pending.begin(), pending.end(),
                   [](const Job* left, const Job* right) { return left->priority > right->priority; });
  const sched::PreemptRules rules{cluster.settings, qos};
  std::vector<sched::Victim> holders;
  for (const Job& one : jobs_) {
    if (one.state != JobState::Running && one.state != JobState::Suspended) continue;
    const auto partition = std::find_if(cluster.partitions.begin(), cluster.partitions.end(),
                                        [&](const Partition& each) { return each.name == one.partition; });
    holders.push_back({&one, &*partition, one.preempted != kNever, now + Seconds{1}, {}});
  }
  const sched::PassInput input{cluster,       book, topology, pending, running, reservations, free_licenses,
                               array_running, now,  policy,   nullptr, nullptr, &rules, holders};
  std::vector<sched::Decision> decisions = sched::plan(input);
  for (const sched::Decision& decision : decisions) {
    if (const auto* start = std::get_if<sched::StartJob>(&decision)) adopt(*start);
    if (const auto* preempted = std::get_if<sched::PreemptJobs>(&decision)) tell(*preempted);
    if (const auto* keep = std::get_if<sched::KeepWaiting>(&decision)) {
      job(keep->job).reason = keep->why;
      if (!policy.backfill) continue;  // the main pass foretells nothing, and what was foretold stays
      job(keep->job).expected_start = keep->expected_start.value_or(kNever);
      job(keep->job).expected_nodes = keep->expected_nodes;
    }
  }
  return decisions;
}

void World::adopt(const sched::StartJob& start) {
  JobId id = start.job;
  if (start.array_task && job(id).array_pending.size() > 1) {
    Job task = job(id);
    task.id = JobId{next_id_++};
    task.array_pending.clear();
    task.array_task = start.array_task;
    std::vector<std::uint32_t>& left = job(id).array_pending;
    left.erase(std::find(left.begin(), left.end(), *start.array_task));
    id = task.id;
    jobs_.push_back(std::move(task));
  } else if (start.array_task) {
    job(id).array_pending.clear();
    job(id).array_task = start.array_task;
  }
  Job& started = job(id);
  started.state = JobState::Running;
  started.reason = Reason::None;
  started.started = now;
  started.preemptor = JobId{};
  for (const JobId other : start.suspends) job(other).state = JobState::Suspended;
  started.partition = start.partition;
  started.allocation = start.where;
  if (start.limit) started.time_limit = start.limit;
  for (const sched::LicenseNeed& one : start.licenses) free_licenses[one.name] -= one.count;
  held_licenses[number(id)] = start.licenses;
  book.take(id, start.where, start.hold);
  start_order.push_back(id);
}

void World::tell(const sched::PreemptJobs& preempted) {
  job(preempted.job).preemptor = preempted.job;
  for (const JobId id : preempted.victims) {
    job(id).preempted = now;
    job(id).preemptor = preempted.job;
  }
}

std::string World::where(JobId id) { return text::compress_hostlist(job(id).allocation.node_names()); }

std::string World::nodes_of_new(JobSpec spec, std::uint32_t minutes) {
  const JobId id = submit(std::move(spec), minutes);
  pass();
  return where(id);
}

void World::end(JobId id) {
  book.release(id);
  for (const sched::LicenseNeed& one : held_licenses[number(id)]) free_licenses[one.name] += one.count;
  held_licenses.erase(number(id));
  job(id).state = JobState::Completed;
}

void World::end_all_running() {
  for (Job& one : jobs_)
    if (one.state == JobState::Running) end(one.id);
}

void World::end_all() {
  for (Job& one : jobs_) end(one.id);
}

}  // namespace minislurm::test
