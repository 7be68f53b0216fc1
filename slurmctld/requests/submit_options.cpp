#include "slurmctld/requests/submit_options.h"

#include <algorithm>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"
#include "slurmctld/sched/features.h"

namespace minislurm::requests {
namespace {

using Inside = core::ClusterState::Inside;

Status not_supported() { return Error::generic("Requested operation not supported on this system"); }

// The seconds of "30" or "task=30,energy=10" that hold for tasks.
std::optional<std::uint32_t> task_seconds(std::string_view list) {
  constexpr std::string_view kTask = "task=";
  for (std::string_view part : text::split_list(list)) {
    if (text::istarts_with(part, kTask)) part.remove_prefix(kTask.size());
    if (const auto seconds = text::parse_u32(part)) return *seconds;
  }
  return std::nullopt;
}

// Samples are what memory limits rest on: a job may have more of them than the cluster takes, not fewer.
Status check_sampling(const Inside& state, const JobSpec& spec) {
  const auto wanted = task_seconds(kept_value(spec, "acctg-freq"));
  if (!wanted || !state.cluster.settings.counts_memory) return {};
  std::uint32_t usual = 30;
  for (const auto& [key, value] : state.cluster.shown_config)
    if (text::iequals(key, "JobAcctGatherFrequency")) usual = task_seconds(value).value_or(usual);
  if (usual == 0 || (*wanted != 0 && *wanted <= usual)) return {};
  return Error::generic("Invalid accounting frequency requested");
}

bool known_to_nodes(const Inside& state, const std::string& feature) {
  return std::any_of(state.cluster.nodes.begin(), state.cluster.nodes.end(), [&](const Node& node) {
    return std::find(node.features.begin(), node.features.end(), feature) != node.features.end();
  });
}

bool names_known_features(const Inside& state, const std::string& text) {
  const auto alternatives = sched::parse_features(text);
  if (!alternatives) return false;
  const auto known = [&](const sched::FeatureTest& test) {
    return std::all_of(test.steps().begin(), test.steps().end(), [&](const sched::FeatureTest::Step& step) {
      return step.kind != sched::FeatureTest::Step::Kind::Name || known_to_nodes(state, step.name);
    });
  };
  return std::all_of(alternatives->begin(), alternatives->end(), [&](const sched::FeatureAlternative& one) {
    const auto counted = [&](const sched::CountedFeature& each) { return known(each.test); };
    return known(one.all) && std::all_of(one.counted.begin(), one.counted.end(), counted);
  });
}

// What the first node must have is part of what every node must have.
bool is_part(std::string_view wanted, std::string_view of) {
  std::string words(of);
  const auto joins = [](char c) { return std::string_view("&|,()[]").find(c) != std::string_view::npos; };
  std::replace_if(words.begin(), words.end(), joins, ' ');
  const auto all = text::split_list(words, ' ');
  return !wanted.empty() && std::find(all.begin(), all.end(), wanted) != all.end();
}

bool is_kept(const JobSpec& spec, std::string_view option) {
  return std::any_of(spec.kept.begin(), spec.kept.end(), [&](const auto& entry) { return entry.first == option; });
}

}  // namespace

std::string_view kept_value(const JobSpec& spec, std::string_view option) {
  for (const auto& [name, value] : spec.kept)
    if (name == option) return value;
  return {};
}

Status check_options(const Context& context, const JobSpec& spec) {
  const Inside& state = context.state();
  if (kept_value(spec, "requeue") == "expedite") return not_supported();
  if (spec.warn_signal.for_reservation)
    return Error::generic("Preemption is required but is disabled on this system");
  if (is_kept(spec, "resources")) return Error{Code::InvalidLicenses};
  if (is_kept(spec, "batch") && !is_part(kept_value(spec, "batch"), spec.constraint))
    return Error::generic("Job --batch option is invalid or not a subset of --constraint");
  if (!spec.prefer.empty() && !names_known_features(state, spec.prefer))
    return Error::generic("Invalid preferred feature specification");
  return check_sampling(state, spec);
}

Status check_times(const Job& job, const Partition& partition, Instant now) {
  const JobSpec& spec = job.spec;
  const Error bad_least = Error::generic("Invalid time-min specification (exceeds job's time or other limits)");
  const Instant from = std::max(spec.begin, now);
  if (spec.time_min) {
    const Minutes least = *spec.time_min;
    const bool too_long = (spec.time_limit && least > *spec.time_limit) || least > partition.max_time;
    if (least.count() == 0 || least == kUnlimited || too_long) return bad_least;
    if (spec.deadline != kNever && from + least > spec.deadline) return bad_least;
  }
  if (spec.deadline == kNever) return {};
  if (spec.deadline <= from) return Error{Code::InvalidTimeLimit};
  const Minutes limit = job.time_limit.value_or(kUnlimited);
  if (!spec.time_min && limit != kUnlimited && from + limit > spec.deadline) return Error{Code::InvalidTimeLimit};
  return {};
}

}  // namespace minislurm::requests
