#include "slurmctld/sched/step_layout.h"

#include <algorithm>
#include <set>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/tres.h"
#include "slurmctld/sched/spread.h"
#include "slurmctld/sched/step_gres.h"
#include "slurmctld/sched/step_ranks.h"

namespace minislurm::sched {
namespace {

// The wish with its defaults, and what of it does not depend on other steps.
struct Plan {
  const StepWish& wish;
  std::vector<const NodeAllocation*> nodes;  // that it may use, in order
  std::uint32_t tasks = 1, cpus_per_task = 1, min_nodes = 1, max_nodes = 1;
  bool whole = false;                        // takes all CPUs of its nodes
  std::optional<std::uint32_t> tasks_per_node;
  std::vector<std::string> node_of_task;     // arbitrary: by name; else empty
  Mebibytes memory_per_cpu;                  // that each CPU of it needs; 0: not counted so
  bool counts_whole = false;                 // is charged for all CPUs of its nodes: whole ones, and what overlaps so
};

struct Room {
  const NodeAllocation* node = nullptr;
  std::vector<std::uint32_t> cpus;           // that it may use
  std::uint64_t tasks = 0;
};

bool holds(const Step& step) {
  return !step.overlap && !is_finished(step.state) && step.state != JobState::Pending &&
         number(step.id.step) < number(StepNumber::Interactive);
}

Result<std::vector<const NodeAllocation*>> usable_nodes(const Job& job, const StepWish& wish) {
  const Result<std::vector<std::string>> asked = text::expand_hostlist(wish.node_list);
  if (!asked) return asked.error();
  const Result<std::vector<std::string>> excluded = text::expand_hostlist(wish.excluded_nodes);
  if (!excluded) return excluded.error();
  const std::set<std::string> wanted{asked->begin(), asked->end()}, barred{excluded->begin(), excluded->end()};
  // Fewer names than nodes asked for: those, and others besides.
  const bool only_named = !wanted.empty() && wish.min_nodes.value_or(0) <= wanted.size();
  std::vector<const NodeAllocation*> nodes;
  std::size_t found = 0;
  for (std::size_t at = 0; at < job.allocation.nodes.size(); ++at) {
    const NodeAllocation& node = job.allocation.nodes[at];
    const bool named = wanted.contains(node.node);
    found += named ? 1 : 0;
    if (at < wish.relative.value_or(0) || barred.contains(node.node) || (only_named && !named)) continue;
    nodes.push_back(&node);
  }
  if (found < wanted.size() || nodes.empty()) return Error{Code::RequestedNodeConfigUnavailable};
  std::stable_partition(nodes.begin(), nodes.end(),
                        [&wanted](const NodeAllocation* node) { return wanted.contains(node->node); });
  return nodes;
}

std::uint32_t default_tasks(const Job& job, const StepWish& wish, std::size_t nodes) {
  const auto all = static_cast<std::uint32_t>(wish.min_nodes.value_or(static_cast<std::uint32_t>(nodes)));
  if (wish.ntasks_per_node) return all * *wish.ntasks_per_node;
  if (job.spec.ntasks && nodes == job.allocation.nodes.size() && all >= nodes) return job.num_tasks;
  return all * std::max(job.spec.ntasks_per_node.value_or(1), 1U);
}

// What a CPU brings along where the step has no wish for memory on a whole node.
Mebibytes memory_of_a_cpu(const Job& job, const StepWish& wish) {
  if (wish.memory_per_node) return {};
  if (wish.memory_per_cpu) return *wish.memory_per_cpu;
  if (job.spec.memory_per_node || job.allocation.empty() || job.allocation.nodes.front().cpus.empty()) return {};
  const NodeAllocation& first = job.allocation.nodes.front();
  return {first.memory.count / first.cpus.size()};
}

// What the other steps that hold something leave; nothing: memory is not counted here.
std::optional<Mebibytes> memory_left(const NodeAllocation& node, std::span<const Step> running) {
  if (node.memory.count == 0) return std::nullopt;
  Mebibytes left = node.memory;
  for (const Step& step : running) {
    if (!holds(step)) continue;
    for (const NodeAllocation& held : step.allocation.nodes) {
      if (held.node != node.node) continue;
      left.count -= std::min(left.count, step.whole ? node.memory.count : held.memory.count);
    }
  }
  return left;
}

// How many of the tasks the memory allows.
std::uint64_t tasks_by_memory(const Plan& plan, const NodeAllocation& node, std::uint64_t tasks,
                              std::span<const Step> running) {
  const std::optional<Mebibytes> left = memory_left(node, running);
  if (!left) return tasks;
  if (plan.wish.memory_per_node) return *plan.wish.memory_per_node > *left ? 0 : tasks;
  const std::uint64_t each = plan.memory_per_cpu.count * plan.cpus_per_task;
  return each == 0 ? tasks : std::min(tasks, left->count / each);
}

Result<Plan> make_plan(const Job& job, const StepWish& wish) {
  Result<std::vector<const NodeAllocation*>> nodes = usable_nodes(job, wish);
  if (!nodes) return nodes.error();
  Plan plan{wish, std::move(*nodes), 1, 1, 1, 1, false, wish.ntasks_per_node, {}, {}, false};
  const auto count = static_cast<std::uint32_t>(plan.nodes.size());
  if (wish.min_nodes.value_or(1) > count) return Error{Code::RequestedNodeConfigUnavailable};
  plan.tasks = wish.ntasks ? *wish.ntasks : default_tasks(job, wish, count);
  if (is_arbitrary(wish.distribution)) {
    plan.node_of_task = text::expand_hostlist(wish.node_list).value_or({});
    plan.tasks = wish.ntasks.value_or(static_cast<std::uint32_t>(plan.node_of_task.size()));
    if (plan.node_of_task.size() < plan.tasks) return Error{Code::BadTaskCount};
  }
  plan.cpus_per_task = std::max(wish.cpus_per_task.value_or(job.spec.cpus_per_task.value_or(1)), 1U);
  if (plan.tasks == 0) return Error{Code::BadTaskCount};
  plan.min_nodes = std::min(wish.min_nodes.value_or(count), plan.tasks);
  plan.max_nodes = std::clamp(wish.max_nodes.value_or(wish.min_nodes.value_or(count)), plan.min_nodes, count);
  plan.memory_per_cpu = memory_of_a_cpu(job, wish);
  plan.whole = wish.whole || !(wish.exact || wish.exclusive || wish.cpus_per_task || wish.overlap);
  plan.counts_whole = wish.whole || !(wish.exact || wish.exclusive || wish.cpus_per_task);
  return plan;
}

Room room_on(const Plan& plan, const NodeAllocation& node, std::span<const Step> running) {
  Room room{&node, node.cpus, 0};
  if (!plan.wish.overlap) {
    for (const Step& step : running) {
      if (!holds(step)) continue;
      for (const NodeAllocation& held : step.allocation.nodes) {
        if (held.node != node.node) continue;
        if (step.whole || plan.whole) return Room{&node, {}, 0};
        room.cpus.erase(std::remove_if(room.cpus.begin(), room.cpus.end(), [&](std::uint32_t cpu) {
          return std::find(held.cpus.begin(), held.cpus.end(), cpu) != held.cpus.end();
        }), room.cpus.end());
      }
    }
  }
  room.tasks = room.cpus.size() / plan.cpus_per_task;
  if (plan.wish.overcommit && !room.cpus.empty()) room.tasks = plan.tasks;
  if (!plan.wish.overlap && !plan.wish.overcommit) room.tasks = tasks_by_memory(plan, node, room.tasks, running);
  if (plan.tasks_per_node) room.tasks = std::min<std::uint64_t>(room.tasks, *plan.tasks_per_node);
  return room;
}

std::vector<Room> in_order(std::vector<Room> rooms) {
  std::sort(rooms.begin(), rooms.end(), [](const Room& left, const Room& right) { return left.node < right.node; });
  return rooms;
}

// The first nodes that hold the tasks; where the first ones are too small for the number allowed, the largest.
std::optional<std::vector<Room>> choose(const Plan& plan, std::span<const Step> running) {
  std::vector<Room> rooms;
  for (const NodeAllocation* node : plan.nodes) {
    Room room = room_on(plan, *node, running);
    room.tasks = tasks_by_step_gres(plan.wish, *node, room.tasks, running);
    if (room.tasks > 0) rooms.push_back(std::move(room));
  }
  const auto enough = [&](std::size_t count) {
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at < count; ++at) sum += rooms[at].tasks;
    return sum >= plan.tasks;
  };
  if (rooms.size() < plan.min_nodes) return std::nullopt;
  const std::size_t most = std::min<std::size_t>(plan.max_nodes, rooms.size());
  for (std::size_t count = plan.min_nodes; count <= most; ++count) {
    if (!enough(count)) continue;
    rooms.resize(count);
    return in_order(std::move(rooms));
  }
  std::stable_sort(rooms.begin(), rooms.end(), [](const Room& left, const Room& right) {
    return left.tasks > right.tasks;
  });
  if (!enough(most)) return std::nullopt;
  rooms.resize(most);
  return in_order(std::move(rooms));
}

// Tasks of each node: as evenly as the nodes' room allows; overcommitted ones fill the CPUs before they pile up.
std::vector<std::uint64_t> count_tasks(const Plan& plan, const std::vector<Room>& rooms) {
  std::vector<std::uint64_t> room, as_planned;
  std::uint64_t sum = 0;
  bool fits = true;
  for (const Room& one : rooms) {
    room.push_back(plan.wish.overcommit ? one.cpus.size() / plan.cpus_per_task : one.tasks);
    as_planned.push_back(one.node->tasks);
    sum += one.node->tasks;
    fits = fits && one.node->tasks <= one.tasks && one.node->tasks > 0;
  }
  // The job's own division of its tasks, where the step has as many.
  if (sum == plan.tasks && fits) return as_planned;
  std::vector<std::uint64_t> counts = fills_nodes(plan.wish.distribution) ? divide_in_blocks(plan.tasks, room)
                                                                          : divide_evenly(plan.tasks, room);
  std::uint64_t placed = 0;
  for (const std::uint64_t count : counts) placed += count;
  for (std::size_t at = 0; placed < plan.tasks && !counts.empty(); ++placed, ++at) ++counts[at % counts.size()];
  return counts;
}

std::vector<std::uint32_t> named_nodes(const Plan& plan, const std::vector<Room>& rooms) {
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t task = 0; task < plan.tasks; ++task) {
    const auto found = std::find_if(rooms.begin(), rooms.end(), [&plan, task](const Room& room) {
      return room.node->node == plan.node_of_task[task];
    });
    nodes.push_back(found == rooms.end() ? 0 : static_cast<std::uint32_t>(found - rooms.begin()));
  }
  return nodes;
}

Mebibytes memory_of(const Job& job, const StepWish& wish, const NodeAllocation& node, std::size_t cpus) {
  if (wish.memory_per_node && wish.memory_per_node->count > 0) return *wish.memory_per_node;
  if (wish.memory_per_cpu && wish.memory_per_cpu->count > 0) return *wish.memory_per_cpu * cpus;
  if (job.spec.memory_per_node || node.cpus.empty()) return node.memory;
  return {node.memory.count * std::min(cpus, node.cpus.size()) / node.cpus.size()};
}

NodeAllocation share_of(const Job& job, const Plan& plan, const Room& room, std::uint32_t tasks,
                        std::span<const Step> running, std::vector<text::GresRequest>& gres_of_job) {
  NodeAllocation share;
  share.node = room.node->node;
  share.tasks = tasks;
  const bool all = plan.wish.overcommit || plan.counts_whole;
  const std::size_t wanted = all ? room.cpus.size() : std::size_t{tasks} * plan.cpus_per_task;
  share.cpus.assign(room.cpus.begin(), room.cpus.begin() + static_cast<std::ptrdiff_t>(
                                                               std::min(wanted, room.cpus.size())));
  share.memory = memory_of(job, plan.wish, *room.node, share.cpus.size());
  share.gres = step_gres(plan.wish, *room.node, tasks, running, gres_of_job);
  return share;
}

std::vector<TaskPlace> place_tasks(const Plan& plan, const std::vector<Room>& rooms,
                                   std::span<const std::uint32_t> node_of_rank, std::span<const std::uint32_t> counts) {
  std::vector<std::uint32_t> local(rooms.size(), 0);
  std::vector<TaskPlace> places;
  places.reserve(node_of_rank.size());
  for (std::uint32_t rank = 0; rank < node_of_rank.size(); ++rank) {
    const std::uint32_t node = node_of_rank[rank];
    const Room& room = rooms[node];
    TaskPlace place{rank, local[node]++, node, room.node->node, room.cpus};
    // Tasks are kept apart where each has its own CPUs; a step that leaves CPUs over lets its tasks use them all.
    const std::size_t used = std::size_t{counts[node]} * plan.cpus_per_task;
    if (used <= room.cpus.size() && (!plan.whole || used == room.cpus.size())) {
      const auto begin = room.cpus.begin() + static_cast<std::ptrdiff_t>(place.local_rank * plan.cpus_per_task);
      place.cpus.assign(begin, begin + plan.cpus_per_task);
    }
    places.push_back(std::move(place));
  }
  return places;
}

// What no waiting changes. An overlapping step waits for nobody, so that it needs its memory at once.
Status check_memory(const Plan& plan, std::span<const Step> running) {
  const std::uint64_t each = plan.memory_per_cpu.count * plan.cpus_per_task;
  for (const NodeAllocation* node : plan.nodes) {
    if (node->memory.count == 0 || each == 0) return {};
    const bool at_once = plan.wish.overlap && !plan.wish.memory_per_cpu;
    const Mebibytes left = at_once ? memory_left(*node, running).value_or(node->memory) : node->memory;
    if (each <= left.count) return {};
  }
  return plan.nodes.empty() ? Status{} : Status{Error{Code::InvalidTaskMemory}};
}

}  // namespace

Result<std::variant<StepPlace, StepBusy>> lay_out(const Job& job, const StepWish& wish, std::span<const Step> running) {
  if (wish.interactive) return std::variant<StepPlace, StepBusy>{batch_place(job)};
  Result<Plan> made = make_plan(job, wish);
  if (!made) return made.error();
  Plan& plan = *made;
  if (Status done = check_step_gres(wish, job.allocation); !done) return done.error();
  for (const NodeAllocation* node : plan.nodes) {
    if (node->memory.count > 0 && wish.memory_per_node.value_or(Mebibytes{}) > node->memory) {
      return Error{Code::InvalidTaskMemory};
    }
  }
  if (const Status fits = check_memory(plan, running); !fits) return fits.error();
  // A number for each node that does not go together with the number of all is passed over.
  if (plan.tasks_per_node && wish.ntasks && !choose(plan, {})) plan.tasks_per_node.reset();
  if (!choose(plan, {})) return Error{Code::TooManyRequestedCpus};
  const std::optional<std::vector<Room>> rooms = choose(plan, running);
  if (!rooms) return std::variant<StepPlace, StepBusy>{StepBusy{}};

  std::vector<std::uint64_t> limits;
  for (const Room& room : *rooms) limits.push_back(room.tasks);
  const std::vector<std::uint32_t> node_of_rank =
      plan.node_of_task.empty()
          ? rank_nodes(read_distribution(wish.distribution), plan.tasks, count_tasks(plan, *rooms), limits)
          : named_nodes(plan, *rooms);
  std::vector<std::uint32_t> counts(rooms->size(), 0);
  for (const std::uint32_t node : node_of_rank) ++counts[node];

  StepPlace place;
  place.num_tasks = plan.tasks;
  place.cpus_per_task = plan.cpus_per_task;
  place.whole = plan.whole;
  place.tasks = place_tasks(plan, *rooms, node_of_rank, counts);
  std::vector<text::GresRequest> gres_of_job = text::parse_gres(wish.gres_per_job).value_or({});
  for (std::size_t at = 0; at < rooms->size(); ++at) {
    place.allocation.nodes.push_back(share_of(job, plan, (*rooms)[at], counts[at], running, gres_of_job));
  }
  return std::variant<StepPlace, StepBusy>{std::move(place)};
}

std::string step_tres(const Allocation& allocation) {
  if (allocation.empty()) return {};
  std::vector<text::Tres> list{
      {"cpu", allocation.cpu_count()}, {"mem", allocation.memory().count}, {"node", allocation.nodes.size()}};
  for (const NodeAllocation& node : allocation.nodes) {
    for (const GresAllocation& gres : node.gres) {
      const std::string name = "gres/" + gres.name;
      const auto same = std::find_if(list.begin(), list.end(), [&](const text::Tres& one) { return one.name == name; });
      if (same == list.end()) {
        list.push_back({name, gres.count});
      } else {
        same->count += gres.count;
      }
    }
  }
  return text::format_tres(list, text::TresOrder::Controller);
}

StepPlace batch_place(const Job& job) {
  StepPlace place;
  if (job.allocation.empty()) return place;
  NodeAllocation first = job.allocation.nodes.front();
  first.tasks = 1;
  place.cpus_per_task = static_cast<std::uint32_t>(std::max<std::size_t>(first.cpus.size(), 1));
  place.tasks.push_back(TaskPlace{0, 0, 0, first.node, first.cpus});
  place.allocation.nodes.push_back(std::move(first));
  return place;
}

}  // namespace minislurm::sched
