#include "slurmctld/stepd/usage.h"

#include <algorithm>

namespace minislurm::stepd {
namespace {

// Where one of TaskUse's numbers goes. Memory's and the pages' sums are of each task's peak, as Slurm's are.
struct Row {
  std::uint64_t TaskUse::*from;
  std::uint64_t Usage::*sum;
  std::uint64_t Usage::*most;
  std::uint32_t Usage::*most_task;
  TaskExtreme Usage::*least;
};
constexpr Row kRows[] = {
    {&TaskUse::rss_kib, &Usage::sum_rss_kib, &Usage::max_rss_kib, &Usage::max_rss_task, &Usage::min_rss_kib},
    {&TaskUse::vm_kib, &Usage::sum_vm_kib, &Usage::max_vm_kib, &Usage::max_vm_task, &Usage::min_vm_kib},
    {&TaskUse::pages, &Usage::sum_pages, &Usage::max_pages, &Usage::max_pages_task, &Usage::min_pages},
    {&TaskUse::read_bytes, &Usage::read_bytes, &Usage::max_read_bytes, &Usage::max_read_task, &Usage::min_read_bytes},
    {&TaskUse::written_bytes, &Usage::written_bytes, &Usage::max_written_bytes, &Usage::max_written_task,
     &Usage::min_written_bytes},
};

}  // namespace

void add_unseen_cpu(Usage& usage, std::uint64_t user_usec, std::uint64_t system_usec) {
  const std::uint64_t seen = usage.user_usec + usage.system_usec, all = user_usec + system_usec;
  // The two are not counted by the same clock: little is nothing.
  constexpr std::uint64_t kTolerance = 20'000;
  if (all <= seen + kTolerance) return;
  usage.user_usec = std::max(usage.user_usec, user_usec);
  usage.system_usec = std::max(usage.system_usec, system_usec);
  usage.sum_cpu_usec += all - seen;
  usage.max_cpu_usec.value = std::max(usage.max_cpu_usec.value, all - seen);
}

void UsageBook::keep(std::uint32_t task, const TaskUse& now) {
  TaskUse& most = most_[task];
  for (const auto number : {&TaskUse::cpu_usec, &TaskUse::pages, &TaskUse::read_bytes, &TaskUse::written_bytes,
                            &TaskUse::rss_kib, &TaskUse::vm_kib})
    most.*number = std::max(most.*number, now.*number);
}

Usage UsageBook::sum() const {
  Usage usage;
  bool first = true;
  for (const auto& [task, use] : most_) {
    for (const Row& row : kRows) {
      const std::uint64_t value = use.*row.from;
      usage.*row.sum += value;
      if (first || value > usage.*row.most) {
        usage.*row.most = value;
        usage.*row.most_task = task;
      }
      if (first || value < (usage.*row.least).value) usage.*row.least = {value, task};
    }
    usage.sum_cpu_usec += use.cpu_usec;
    if (first || use.cpu_usec > usage.max_cpu_usec.value) usage.max_cpu_usec = {use.cpu_usec, task};
    if (first || use.cpu_usec < usage.min_cpu_usec) {
      usage.min_cpu_usec = use.cpu_usec;
      usage.min_cpu_task = task;
    }
    first = false;
  }
  return usage;
}

}  // namespace minislurm::stepd
