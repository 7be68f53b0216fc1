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
// Tasks that wait with their array come after those with a job of their own.
std::uint64_t first_task(Line line) {
  constexpr std::uint64_t kWaits = 1ULL << 32;
  if (line.job->is_array_master()) return kWaits + line.task.value_or(line.job->array_pending.front());
  return line.task.value_or(line.job->array_task.value_or(0));
}
// An array stays together, its tasks in their order.
int by_id(Line left, Line right) {
  const int families = three_way(family(*left.job), family(*right.job));
  return families != 0 ? families : three_way(first_task(left), first_task(right));
}

// By their names, not by their numbers.
int by_state(Line left, Line right) {
  return shown_name(left.job->state, left.job->flags).compare(shown_name(right.job->state, right.job->flags));
}

int by_first_node(Line left, Line right) {
  const auto& a = left.job->allocation.nodes;
  const auto& b = right.job->allocation.nodes;
  if (a.empty() || b.empty()) return three_way(a.size(), b.size());
  if (text::host_before(a.front().node, b.front().node)) return -1;
  return text::host_before(b.front().node, a.front().node) ? 1 : 0;
}

int by_start(Line left, Line right) {
  return three_way(shown_start(*left.job, kNever), shown_start(*right.job, kNever));
}
// An end that is not known comes first.
int by_end(Line left, Line right) { return three_way(shown_end(*left.job, kNever), shown_end(*right.job, kNever)); }
Seconds used(Line line) { return run_time(*line.job, line.now); }
int by_time_used(Line left, Line right) { return three_way(used(left), used(right)); }
int by_time_left(Line left, Line right) {
  const auto rest = [](Line line) { return Seconds{line.job->time_limit.value_or(kUnlimited)} - used(line); };
  return three_way(rest(left), rest(right));
}
template <std::optional<std::uint32_t> JobSpec::*Member>
int by_count(Line left, Line right) {
  constexpr std::uint32_t kUnset = ~0U;
  return three_way((left.job->spec.*Member).value_or(kUnset), (right.job->spec.*Member).value_or(kUnset));
}
int alike(Line, Line) { return 0; }
int by_limit(Line left, Line right) {
  return three_way(left.job->time_limit.value_or(kUnlimited), right.job->time_limit.value_or(kUnlimited));
}
int by_cpus(Line left, Line right) { return three_way(shown_cpus(*left.job), shown_cpus(*right.job)); }
int by_nodes(Line left, Line right) { return three_way(shown_nodes(*left.job), shown_nodes(*right.job)); }
int by_memory(Line left, Line right) { return three_way(min_memory(*left.job), min_memory(*right.job)); }

// Slurm takes some letters that change nothing. 'b' is among them, with a line on stderr.
constexpr Order<JobLine> kJobOrders[] = {
    {'b', alike},
    {'B', by_job<std::string, &Job::batch_host>},
    {'c', alike},
    {'C', by_cpus},
    {'d', [](Line l, Line r) { return three_way(l.job->spec.tmp_disk, r.job->spec.tmp_disk); }},
    {'D', by_nodes},
    {'e', by_end},
    {'f', alike},
    {'g', by_job<std::string, &Job::group_name>},
    {'G', [](Line l, Line r) { return three_way(number(l.job->group), number(r.job->group)); }},
    {'h', alike},
    {'H', by_count<&JobSpec::sockets_per_node>},
    {'i', by_id},
    {'I', by_count<&JobSpec::cores_per_socket>},
    {'j', by_spec<std::string, &JobSpec::name>},
    {'J', by_count<&JobSpec::threads_per_core>},
    {'l', by_limit},
    {'L', by_time_left},
    {'m', by_memory},
    {'M', by_time_used},
    {'n', alike},
    {'N', by_first_node},
    {'O', alike},
    {'p', by_job<std::uint32_t, &Job::priority>},
    {'P', by_partition},
    {'Q', by_job<std::uint32_t, &Job::priority>},
    {'S', by_start},
    {'t', by_state},
    {'T', by_state},
    {'u', by_job<std::string, &Job::user_name>},
    {'U', [](Line l, Line r) { return three_way(number(l.job->user), number(r.job->user)); }},
    {'v', by_spec<std::string, &JobSpec::reservation>},
    {'V', by_job<Instant, &Job::submitted>},
    {'z', by_count<&JobSpec::sockets_per_node>},
};

bool has_no_start(Line line) { return shown_start(*line.job, kNever) == kNever; }
bool has_no_node(Line line) { return line.job->allocation.nodes.empty(); }

// One key. Slurm's comparison of two jobs that both have no start time (or no nodes) always says "greater", so that
// its merge sort turns their order around; they are kept apart from the others here.
void sort_by(std::vector<JobLine>& lines, const table::Order<JobLine>& order, bool descending) {
  auto known_end = lines.end();
  const bool turns = order.letter == 'S' || (order.letter == 'N' && !descending);
  if (turns) {
    known_end = std::stable_partition(lines.begin(), lines.end(), [&order](Line line) {
      return order.letter == 'S' ? !has_no_start(line) : !has_no_node(line);
    });
    std::reverse(known_end, lines.end());
  }
  std::stable_sort(lines.begin(), known_end, [&order, descending](Line left, Line right) {
    const int result = order.compare(left, right);
    return descending ? result > 0 : result < 0;
  });
}

const table::Order<JobLine>* find_order(char letter) {
  const auto found = std::find_if(std::begin(kJobOrders), std::end(kJobOrders),
                                  [letter](const Order<JobLine>& order) { return order.letter == letter; });
  return found == std::end(kJobOrders) ? nullptr : found;
}

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

Result<JobOrder> JobOrder::make(std::string_view keys) {
  JobOrder made;
  made.keys_ = table::parse_sort_keys(keys);
  for (auto key = made.keys_.rbegin(); key != made.keys_.rend(); ++key)
    if (find_order(key->letter) == nullptr)
      return Error::generic(std::string{"Invalid sort specification: "} + key->letter);
  return made;
}

bool JobOrder::names(char letter) const {
  return std::any_of(keys_.begin(), keys_.end(), [letter](const table::SortKey& key) { return key.letter == letter; });
}

void JobOrder::sort(std::vector<JobLine>& lines) const {
  // What the keys leave open: the latest start first.
  sort_by(lines, *find_order('S'), true);
  for (auto key = keys_.rbegin(); key != keys_.rend(); ++key) sort_by(lines, *find_order(key->letter), key->descending);
}

table::Sorter<StepLine> step_sorter(std::string_view keys) {
  table::Sorter<StepLine> sorter;
  for (const table::SortKey& key : table::parse_sort_keys(keys))
    for (const table::Order<StepLine>& order : kStepOrders)
      if (order.letter == key.letter) sorter.add(order.compare, key.descending);
  return sorter;
}

}  // namespace minislurm::squeue
