#include "commands/squeue/selection.h"

#include <algorithm>

#include "commands/support/job_texts.h"
#include "libcommon/text/words.h"

namespace minislurm::squeue {
namespace {

bool has_word(const std::vector<std::string>& list, std::string_view word) {
  return list.empty() || std::find(list.begin(), list.end(), word) != list.end();
}

std::uint32_t bit_of(JobState state) { return 1U << static_cast<std::uint32_t>(state); }

std::string valid_states() {
  std::string list;
  for (const StateName& state : state_names()) list += (list.empty() ? "" : ",") + text::lower(state.name);
  return list;
}

// A waiting array goes with any task of its own that was named.
bool names_job(const std::vector<wire::JobSelector>& selectors, const Job& job) {
  if (selectors.empty()) return true;
  return std::any_of(selectors.begin(), selectors.end(), [&job](const wire::JobSelector& wanted) {
    if (wanted.tasks.empty()) return wanted.job == job.id || wanted.job == job.array_job;
    if (wanted.job != job.array_job) return false;
    if (job.array_task)
      return std::find(wanted.tasks.begin(), wanted.tasks.end(), *job.array_task) != wanted.tasks.end();
    return std::any_of(wanted.tasks.begin(), wanted.tasks.end(), [&job](std::uint32_t task) {
      return std::binary_search(job.array_pending.begin(), job.array_pending.end(), task);
    });
  });
}

bool uses_license(const Job& job, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return true;
  for (const std::string_view license : text::split_list(job.spec.licenses))
    if (has_word(wanted, license.substr(0, license.find_first_of(":@*=")))) return true;
  return false;
}

bool on_nodes(const Allocation& allocation, const std::vector<std::string>& wanted) {
  return wanted.empty() || std::any_of(allocation.nodes.begin(), allocation.nodes.end(), [&](const NodeAllocation& at) {
           return has_word(wanted, at.node);
         });
}

}  // namespace

Result<Selection> Selection::make(const Options& options, Users users) {
  Selection made;
  made.options_ = &options;
  made.users_ = std::move(users);
  const std::string states = options.states.empty() && options.start ? "PENDING" : options.states;
  made.all_states_ = text::iequals(states, "all");
  for (const std::string_view word : text::split_list(made.all_states_ ? std::string_view{} : states)) {
    const StateName* state = find_state(word);
    if (state == nullptr)
      return Error::generic("Invalid job state specified: " + std::string{word} +
                            "\nValid job states include: " + valid_states());
    if (state->is_flag) {
      made.flags_ |= state->bits;
    } else {
      made.base_states_ |= 1U << state->bits;
    }
  }
  if (states.empty() && !options.states_given) {
    made.base_states_ = bit_of(JobState::Pending) | bit_of(JobState::Running) | bit_of(JobState::Suspended);
    made.flags_ = static_cast<std::uint32_t>(JobFlag::Completing);
  }
  return made;
}

bool Selection::wants_state(const Job& job) const {
  return all_states_ || (base_states_ & bit_of(job.state)) != 0 || (flags_ & job.flags) != 0;
}

bool Selection::wants_user(UserId user) const {
  if (std::find(users_.unwanted.begin(), users_.unwanted.end(), user) != users_.unwanted.end()) return false;
  return users_.any || std::find(users_.wanted.begin(), users_.wanted.end(), user) != users_.wanted.end();
}

bool Selection::wants_partition(const std::string& name) const { return has_word(options_->partitions, name); }

bool Selection::wants(const Job& job, Instant now) const {
  const Options& asked = *options_;
  if (!wants_state(job) || !wants_user(job.user) || !names_job(asked.jobs, job)) return false;
  if (asked.jobs_given && asked.jobs.empty()) return false;
  if (!has_word(asked.accounts, job.spec.account) || !has_word(asked.names, job.spec.name)) return false;
  if (!asked.qos.empty() && !has_word(asked.qos, job.spec.qos)) return false;
  const std::string reservation = shown_reservation(job);
  if (!has_word(asked.reservations, reservation) && text::join(asked.reservations, ",") != reservation) return false;
  if (!uses_license(job, asked.licenses)) return false;
  if (!asked.partitions.empty()) {
    const std::vector<std::string_view> of_job = text::split_list(job.partition);
    if (std::none_of(of_job.begin(), of_job.end(),
                     [&](std::string_view name) { return has_word(asked.partitions, name); }))
      return false;
  }
  if (!asked.nodes.empty() && (job.state == JobState::Pending || !on_nodes(job.allocation, asked.nodes))) return false;
  const bool runs = job.state == JobState::Running;
  if (asked.running_over && run_time(job, now) <= *asked.running_over) return false;
  return !asked.running_under || (runs && run_time(job, now) < *asked.running_under);
}

bool Selection::wants_task(std::uint32_t task, const Job& job) const {
  if (options_->jobs.empty()) return true;
  return std::any_of(options_->jobs.begin(), options_->jobs.end(), [&](const wire::JobSelector& wanted) {
    if (wanted.job != job.array_job && wanted.job != job.id) return false;
    return wanted.tasks.empty() || std::find(wanted.tasks.begin(), wanted.tasks.end(), task) != wanted.tasks.end();
  });
}

bool Selection::wants(const StepLine& line) const {
  const Options& asked = *options_;
  const Job* job = line.job;
  if (!has_word(asked.names, line.step->name) || !on_nodes(line.step->allocation, asked.nodes)) return false;
  if (job != nullptr) {
    if (!wants_user(job->user) || !names_job(asked.jobs, *job) || !has_word(asked.partitions, job->partition))
      return false;
  }
  if (asked.steps.empty()) return true;
  return std::any_of(asked.steps.begin(), asked.steps.end(), [&](const wire::JobSelector& wanted) {
    const bool of_job = job != nullptr ? names_job({wire::JobSelector{wanted.job, wanted.tasks, std::nullopt, std::nullopt}}, *job)
                                       : wanted.job == line.step->id.job;
    return of_job && (!wanted.step || *wanted.step == line.step->id.step);
  });
}

}  // namespace minislurm::squeue
