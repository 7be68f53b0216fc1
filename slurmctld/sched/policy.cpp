#include <algorithm>
#include <charconv>

#include "libcommon/text/words.h"
#include "slurmctld/sched/plan.h"

namespace minislurm::sched {
namespace {

struct Knob {
  std::string_view name;
  void (*set)(Policy& policy, std::uint32_t value);
};

constexpr Knob kKnobs[] = {
    {"bf_max_job_test", [](Policy& policy, std::uint32_t value) { policy.looked_at = value; }},
    {"default_queue_depth", [](Policy& policy, std::uint32_t value) { policy.main_depth = value; }},
    {"bf_window", [](Policy& policy, std::uint32_t value) { policy.window = Minutes{value}; }},
};

constexpr std::size_t kShortQueue = 100;

// A positive number among SchedulerParameters.
std::optional<std::uint32_t> parameter(const Settings& settings, std::string_view name) {
  for (const std::string_view piece : text::split_list(settings.scheduler_parameters)) {
    const std::size_t mark = piece.find('=');
    if (mark == std::string_view::npos || !text::iequals(name, piece.substr(0, mark))) continue;
    const std::string_view digits = piece.substr(mark + 1);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc{} && end == digits.data() + digits.size() && value != 0) return value;
  }
  return std::nullopt;
}

}  // namespace

Policy policy_of(const Settings& settings) {
  Policy policy;
  for (const Knob& knob : kKnobs) {
    if (const auto value = parameter(settings, knob.name)) knob.set(policy, *value);
  }
  return policy;
}

bool backfills(const Settings& settings) { return settings.backfill; }

Seconds backfill_interval(const Settings& settings, std::size_t waiting) {
  if (const auto given = parameter(settings, "bf_interval")) return Seconds{*given};
  return Seconds{waiting <= kShortQueue ? 0 : 1};
}

Instant switches_wait_until(const Job& job, const Settings& settings) {
  if (job.spec.switches.value_or(0) == 0) return kNever;
  const Instant since = job.eligible != kNever ? job.eligible : job.submitted;
  const Seconds most = settings.max_switch_wait, asked = job.spec.switch_wait;
  return since + (asked.count() > 0 ? std::min(asked, most) : most);
}

}  // namespace minislurm::sched
