#include "commands/squeue/order.h"

#include "commands/squeue/job_texts.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::squeue {
namespace {

using table::Order;
using table::three_way;
using Line = const JobLine&;
using Step = const StepLine&;

template <class Value, Value JobSpec::*Member>
int by_spec(Line left, Line right) {
  return three_way(left.job->spec.*Member, right.job->spec.*Member);
}

template <class Value, Value Job::*Member>
int by_job(Line left, Line right) {
  return three_way(left.job->*Member, right.job->*Member);
}

std::string_view partition_of(Line line) {
  return line.partition.empty() ? std::string_view{line.job->partition} : line.partition;
}
int by_partition(Line left, Line right) { return partition_of(left).compare(partition_of(right)); }

std::uint32_t family(const Job& job) { return number(number(job.array_job) != 0 ? job.array_job : job.id); }
std::uint64_t first_task(Line line) {
  if (line.task) return *line.task;
  if (line.job->array_task) return *line.job->array_task;
  return line.job->is_array_master() ? line.job->array_pending.front() : 0;
}
// An array stays together, its tasks in their order.
int by_id(Line left, Line right) {
  const int families = three_way(family(*left.job), family(*right.job));
  return families != 0 ? families : three_way(first_task(left), first_task(right));
}
int by_family(Line left, Line right) { return three_way(family(*left.job), family(*right.job)); }
int by_task(Line left, Line right) { return three_way(first_task(left), first_task(right)); }

std::uint32_t state_of(const Job& job) {
  return has(job.flags, JobFlag::Completing) ? static_cast<std::uint32_t>(JobFlag::Completing)
                                             : static_cast<std::uint32_t>(job.state);
}
int by_state(Line left, Line right) { return three_way(state_of(*left.job), state_of(*right.job)); }

int by_first_node(Line left, Line right) {
  const auto& a = left.job->allocation.nodes;
  const auto& b = right.job->allocation.nodes;
  if (a.empty() || b.empty()) return three_way(a.size(), b.size());
  if (text::host_before(a.front().node, b.front().node)) return -1;
  return text::host_before(b.front().node, a.front().node) ? 1 : 0;
}

// Unknown times come last.
std::int64_t known_or_last(Instant when) {
  return when == kNever ? std::numeric_limits<std::int64_t>::max() : when.time_since_epoch().count();
}
int by_start(Line left, Line right) {
  return three_way(known_or_last(shown_start(*left.job, kNever)), known_or_last(shown_start(*right.job, kNever)));
}
int by_end(Line left, Line right) {
  return three_way(known_or_last(shown_end(*left.job, kNever)), known_or_last(shown_end(*right.job, kNever)));
}
// Who started last has run for the shortest time; who waits, for none.
int by_time_used(Line left, Line right) {
  const auto age = [](const Job& job) {
    return job.state == JobState::Pending || job.started == kNever ? std::numeric_limits<std::int64_t>::min()
                                                                   : -job.started.time_since_epoch().count();
  };
  return three_way(age(*left.job), age(*right.job));
}
int by_limit(Line left, Line right) {
  return three_way(left.job->time_limit.value_or(kUnlimited), right.job->time_limit.value_or(kUnlimited));
}
int by_cpus(Line left, Line right) { return three_way(shown_cpus(*left.job), shown_cpus(*right.job)); }
int by_nodes(Line left, Line right) { return three_way(shown_nodes(*left.job), shown_nodes(*right.job)); }
int by_memory(Line left, Line right) { return three_way(min_memory(*left.job), min_memory(*right.job)); }
int by_min_cpus(Line left, Line right) {
  return three_way(min_cpus_per_node(*left.job), min_cpus_per_node(*right.job));
}
int by_reason(Line left, Line right) { return three_way(reason_text(*left.job), reason_text(*right.job)); }
int by_number(Line left, Line right) { return three_way(number(left.job->id), number(right.job->id)); }

constexpr Order<JobLine> kJobOrders[] = {
    {'a', by_spec<std::string, &JobSpec::account>},
    {'A', by_number},
    {'B', by_job<std::string, &Job::batch_host>},
    {'c', by_min_cpus},
    {'C', by_cpus},
    {'d', [](Line l, Line r) { return three_way(l.job->spec.tmp_disk, r.job->spec.tmp_disk); }},
    {'D', by_nodes},
    {'e', by_end},
    {'E', by_job<std::string, &Job::dependency_left>},
    {'f', by_spec<std::string, &JobSpec::constraint>},
    {'F', by_family},
    {'g', by_job<std::string, &Job::group_name>},
    {'G', [](Line l, Line r) { return three_way(number(l.job->group), number(r.job->group)); }},
    {'i', by_id},
    {'j', by_spec<std::string, &JobSpec::name>},
    {'k', by_spec<std::string, &JobSpec::comment>},
    {'K', by_task},
    {'l', by_limit},
    {'L', by_limit},
    {'m', by_memory},
    {'M', by_time_used},
    {'n', by_spec<std::string, &JobSpec::required_nodes>},
    {'N', by_first_node},
    {'p', by_job<std::uint32_t, &Job::priority>},
    {'P', by_partition},
    {'q', by_spec<std::string, &JobSpec::qos>},
    {'Q', by_job<std::uint32_t, &Job::priority>},
    {'r', by_reason},
    {'R', by_first_node},
    {'S', by_start},
    {'t', by_state},
    {'T', by_state},
    {'u', by_job<std::string, &Job::user_name>},
    {'U', [](Line l, Line r) { return three_way(number(l.job->user), number(r.job->user)); }},
    {'v', by_spec<std::string, &JobSpec::reservation>},
    {'V', by_job<Instant, &Job::submitted>},
    {'w', by_spec<std::string, &JobSpec::wckey>},
    {'W', by_spec<std::string, &JobSpec::licenses>},
    {'y', by_spec<std::int32_t, &JobSpec::nice>},
    {'z', [](Line l, Line r) { return three_way(l.job->spec.sockets_per_node, r.job->spec.sockets_per_node); }},
    {'Z', by_spec<std::string, &JobSpec::work_dir>},
};

int by_step(Step left, Step right) { return three_way(left.step->id, right.step->id); }

template <class Of>
int by_job_of(Step left, Step right, Of of) {
  if (left.job == nullptr || right.job == nullptr) return three_way(left.job != nullptr, right.job != nullptr);
  return three_way(of(*left.job), of(*right.job));
}

constexpr Order<StepLine> kStepOrders[] = {
    {'A', [](Step l, Step r) { return three_way(l.step->num_tasks, r.step->num_tasks); }},
    {'i', by_step},
    {'j', [](Step l, Step r) { return three_way(l.step->name, r.step->name); }},
    {'l', [](Step l, Step r) { return three_way(l.step->time_limit, r.step->time_limit); }},
    {'M', [](Step l, Step r) { return three_way(r.step->started, l.step->started); }},
    {'N', [](Step l, Step r) { return three_way(l.step->allocation.node_names(), r.step->allocation.node_names()); }},
    {'P',
     [](Step l, Step r) { return by_job_of(l, r, [](const Job& job) { return std::string_view{job.partition}; }); }},
    {'S', [](Step l, Step r) { return three_way(l.step->started, r.step->started); }},
    {'u',
     [](Step l, Step r) { return by_job_of(l, r, [](const Job& job) { return std::string_view{job.user_name}; }); }},
    {'U', [](Step l, Step r) { return by_job_of(l, r, [](const Job& job) { return number(job.user); }); }},
};

}  // namespace

Result<table::Sorter<JobLine>> job_sorter(std::string_view keys) {
  return table::make_sorter<JobLine>(keys, kJobOrders);
}

Result<table::Sorter<StepLine>> step_sorter(std::string_view keys) {
  return table::make_sorter<StepLine>(keys, kStepOrders);
}

}  // namespace minislurm::squeue
