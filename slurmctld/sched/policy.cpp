#include "slurmctld/sched/policy.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "libcommon/text/words.h"

namespace minislurm::sched {
namespace {

using Value = std::int64_t;

struct Both {
  Policy policy;
  Rhythm rhythm;
};

constexpr Value kWord = -2;  // as `least`: a word without a value
constexpr Value kMost32 = 0xffffffff;

struct Row {
  std::string_view name;
  Value least, most;
  void (*set)(Both& to, Value value);
};

std::uint32_t u32(Value value) { return static_cast<std::uint32_t>(value); }

constexpr Row kRows[] = {
    {"assoc_limit_stop", kWord, 0, [](Both& to, Value) { to.policy.stop_at_association_limits = true; }},
    {"bf_busy_nodes", kWord, 0, [](Both& to, Value) { to.policy.busy_nodes = true; }},
    {"bf_interval", -1, 10'800, [](Both& to, Value value) {
       if (value > 0) to.rhythm.backfill_interval = Seconds{value};
       if (value < 0) to.rhythm.backfills = false;
     }},
    {"bf_job_part_count_reserve", 0, 100'000, [](Both& to, Value value) { to.policy.places_in_partition = u32(value); }},
    {"bf_licenses", kWord, 0, [](Both& to, Value) { to.policy.licenses = true; }},
    {"bf_max_job_array_resv", 0, 1'000, [](Both& to, Value value) { to.policy.places_of_array = u32(value); }},
    {"bf_max_job_assoc", 0, 1'000'000, [](Both& to, Value value) { to.policy.of_association = u32(value); }},
    {"bf_max_job_part", 0, 1'000'000, [](Both& to, Value value) { to.policy.of_partition = u32(value); }},
    {"bf_max_job_start", 0, 10'000, [](Both& to, Value value) { to.policy.starts = u32(value); }},
    {"bf_max_job_test", 1, 1'000'000, [](Both& to, Value value) { to.policy.looked_at = u32(value); }},
    {"bf_max_job_user", 0, 1'000'000, [](Both& to, Value value) { to.policy.of_user = u32(value); }},
    {"bf_max_job_user_part", 0, 1'000'000, [](Both& to, Value value) { to.policy.of_user_in_partition = u32(value); }},
    {"bf_min_age_reserve", 0, 2'592'000, [](Both& to, Value value) { to.policy.min_age = Seconds{value}; }},
    {"bf_min_prio_reserve", 0, INT64_MAX, [](Both& to, Value value) {
       to.policy.min_priority = static_cast<std::uint64_t>(value);
     }},
    // A place may take two of Slurm's entries: one for its begin, one for its end.
    {"bf_node_space_size", 2, 2'000'000, [](Both& to, Value value) { to.policy.planned = u32(value / 2); }},
    {"bf_resolution", 1, 3'600, [](Both& to, Value value) { to.policy.resolution = Seconds{value}; }},
    {"bf_window", 1, 43'200, [](Both& to, Value value) { to.policy.window = Minutes{value}; }},
    {"default_queue_depth", 1, kMost32, [](Both& to, Value value) { to.policy.main_depth = u32(value); }},
    {"defer", kWord, 0, [](Both& to, Value) { to.rhythm.defer = true; }},
    {"defer_batch", kWord, 0, [](Both& to, Value) { to.rhythm.defer_batch = true; }},
    {"partition_job_depth", 0, kMost32, [](Both& to, Value value) { to.policy.main_partition_depth = u32(value); }},
    {"sched_interval", -1, kMost32, [](Both& to, Value value) {
       if (value > 0) to.rhythm.full_pass = Seconds{value};
       if (value < 0) to.rhythm.full_pass.reset();
     }},
    {"sched_max_job_start", 0, kMost32, [](Both& to, Value value) { to.policy.main_starts = u32(value); }},
    {"sched_min_interval", 0, INT64_MAX, [](Both& to, Value value) {
       to.rhythm.main_interval = Seconds{value / 1'000'000};  // microseconds
     }},
};

std::optional<Value> number_in(std::string_view text) {
  Value value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

// Applies one word; false: it has a value that it cannot have. Words that mean nothing here are taken as they are.
bool apply(std::string_view word, Both& to) {
  const std::size_t mark = word.find('=');
  const std::string_view name = word.substr(0, mark);
  const auto* row = std::find_if(std::begin(kRows), std::end(kRows),
                                 [&](const Row& one) { return text::iequals(one.name, name); });
  if (row == std::end(kRows)) return true;
  if (row->least == kWord) {
    row->set(to, 0);
    return true;
  }
  if (mark == std::string_view::npos) return false;
  const std::optional<Value> value = number_in(word.substr(mark + 1));
  if (!value || *value < row->least || *value > row->most) return false;
  row->set(to, *value);
  return true;
}

Both read(const Settings& settings) {
  Both both;
  for (const std::string_view word : text::split_list(settings.scheduler_parameters)) apply(word, both);
  both.rhythm.backfills = both.rhythm.backfills && settings.backfill;
  return both;
}

constexpr std::size_t kShortQueue = 100;

}  // namespace

Policy policy_of(const Settings& settings) { return read(settings).policy; }
Rhythm rhythm_of(const Settings& settings) { return read(settings).rhythm; }

Seconds backfill_interval(const Settings& settings, std::size_t waiting) {
  return rhythm_of(settings).backfill_interval.value_or(Seconds{waiting <= kShortQueue ? 0 : 1});
}

std::vector<std::string> complaints(const Settings& settings) {
  std::vector<std::string> lines;
  for (const std::string_view word : text::split_list(settings.scheduler_parameters)) {
    Both ignored;
    if (!apply(word, ignored)) lines.push_back("Invalid SchedulerParameters " + std::string{word} + ": its default is used");
  }
  return lines;
}

}  // namespace minislurm::sched
