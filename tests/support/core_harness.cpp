#include "tests/support/core_harness.h"

#include <algorithm>
#include <deque>

#include "slurmctld/core/pending.h"
#include "slurmctld/requests/selector.h"

namespace minislurm::test {
namespace {

constexpr std::uint32_t kTerm = 15;

wire::StepResult result_of(StepId id, std::uint32_t launch, ExitCode exit_code, Instant now) {
  wire::StepResult result;
  result.id = id;
  result.launch = launch;
  result.exit_code = exit_code;
  result.ended = now;
  return result;
}

}  // namespace

JobSpec batch(std::uint32_t ntasks, std::uint32_t minutes) {
  JobSpec spec;
  spec.name = "job";
  spec.ntasks = ntasks;
  spec.work_dir = "/tmp";
  if (minutes != 0) spec.time_limit = Minutes{minutes};
  return spec;
}

Harness::Harness(Cluster of) : cluster(std::move(of)), state(std::make_unique<core::ClusterState>(cluster, now)) {
  as.user_name = as.group_name = "root";
  as.is_operator = true;
}

wire::Reply Harness::ask(wire::RequestKind kind, std::string payload) {
  const core::Ticket ticket = start_asking(kind, std::move(payload));
  const wire::Reply* reply = answer_of(ticket);
  EXPECT_NE(reply, nullptr) << "no answer yet";
  return reply ? *reply : wire::Reply{Code::Generic, "no answer", {}};
}

core::Ticket Harness::start_asking(wire::RequestKind kind, std::string payload) {
  const core::Ticket ticket{++tickets_};
  wire::Request request;
  request.kind = kind;
  request.payload = std::move(payload);
  perform(requests::handle(*state, ticket, as, request, now));
  return ticket;
}

const wire::Reply* Harness::answer_of(core::Ticket ticket) const {
  const auto found = answers_.find(ticket);
  return found == answers_.end() ? nullptr : &found->second;
}

JobId Harness::submit(JobSpec spec) {
  wire::SubmitRequest request;
  request.spec = std::move(spec);
  if (request.spec.kind == JobKind::Batch) request.script = "#!/bin/sh\n";
  return get<wire::SubmitReply>(wire::RequestKind::Submit, request).id;
}

Code Harness::submit_code(JobSpec spec) {
  wire::SubmitRequest request;
  request.spec = std::move(spec);
  request.script = "#!/bin/sh\n";
  return code(wire::RequestKind::Submit, request);
}

namespace {

// Of an array's tasks, the first outcome that is not good.
std::optional<Code> first_refusal(const std::vector<wire::NamedCode>& refused) {
  for (const wire::NamedCode& one : refused)
    if (one.code != Code::Success) return one.code;
  return std::nullopt;
}

}  // namespace

Code Harness::cancel(const std::string& job_text, std::uint32_t signal) {
  wire::CancelRequest request;
  request.jobs = *requests::parse_selectors(job_text);
  request.signal = signal;
  return get<wire::OutcomeList>(wire::RequestKind::Cancel, request).codes.at(0);
}

Code Harness::act(wire::JobAction action, const std::string& job_text) {
  wire::ActOnJobsRequest request;
  request.action = action;
  request.jobs = *requests::parse_selectors(job_text);
  const auto outcome = get<wire::OutcomeList>(wire::RequestKind::ActOnJobs, request);
  return first_refusal(outcome.refused).value_or(outcome.codes.at(0));
}

wire::Reply Harness::update(wire::Entity entity, std::vector<std::pair<std::string, std::string>> keys, wire::UpdateVerb verb) {
  wire::UpdateRequest request;
  request.entity = entity;
  request.verb = verb;
  request.keys = std::move(keys);
  return ask(wire::RequestKind::Update, wire::encode(request));
}

Code Harness::update_job(const std::string& job_text, const std::string& key, const std::string& value) {
  const wire::Reply reply = update(wire::Entity::Job, {{"JobId", job_text}, {key, value}});
  const auto told = wire::decode<wire::UpdateReply>(reply.payload);
  return reply.code == Code::Success && told ? first_refusal(told->refused).value_or(Code::Success) : reply.code;
}

const Job& Harness::job(JobId id) const {
  static const Job kNone{};
  const Job* found = find(id);
  EXPECT_NE(found, nullptr) << "no job " << number(id);
  return found ? *found : kNone;
}

void Harness::end_step(StepId step, ExitCode exit_code) {
  const auto found = processes.find(step);
  ASSERT_NE(found, processes.end()) << to_string(step) << " does not run";
  const std::uint32_t launch = found->second.launch;
  processes.erase(found);
  perform(state->step_ended(result_of(step, launch, exit_code, now), now));
}

void Harness::lose_step(StepId step) {
  const std::uint32_t launch = processes.at(step).launch;
  processes.erase(step);
  perform(state->step_lost(step, launch, now));
}

void Harness::end_unseen(StepId step, ExitCode exit_code) {
  const auto found = processes.find(step);
  ASSERT_NE(found, processes.end());
  records_[step] = result_of(step, found->second.launch, exit_code, now);
  processes.erase(found);
}

void Harness::later(Seconds seconds) {
  const Instant until = now + seconds;
  while (true) {
    const auto due = state->next_wakeup();
    if (!due || *due > until) break;
    now = std::max(now, *due);
    perform(state->tick(now));
  }
  now = until;
}

void Harness::save(const core::Effect& effect) {
  if (const auto* one = std::get_if<core::SaveJob>(&effect)) rows[one->job.id] = one->job;
  if (const auto* one = std::get_if<core::SaveStep>(&effect)) step_rows[one->step.id] = one->step;
  if (const auto* one = std::get_if<core::SaveScript>(&effect)) scripts[one->job] = one->script;
  if (const auto* one = std::get_if<core::SaveCluster>(&effect)) cluster_row = one->record;
  if (const auto* one = std::get_if<core::SaveAccounting>(&effect)) accounting_row = one->record;
  if (const auto* one = std::get_if<core::SaveUsage>(&effect)) usage_row = one->record;
  if (const auto* one = std::get_if<core::SaveNewUsage>(&effect)) new_usage_row = one->record;
  if (const auto* one = std::get_if<core::SaveNextJobId>(&effect)) next_row = one->next;
}

void Harness::check_start(const core::LaunchStep& start) const {
  const auto row = rows.find(start.id.job);
  ASSERT_NE(row, rows.end());
  EXPECT_TRUE(row->second.state == JobState::Running || row->second.gang_suspended);
  EXPECT_EQ(row->second.launch, start.job.launch) << "started before its launch number was saved";
  EXPECT_EQ(step_rows.count(start.id), 1U);
  EXPECT_FALSE(start.places.empty());
  if (start.id.step == StepNumber::Batch) {
    EXPECT_EQ(scripts.count(start.script_of), 1U);
  }
}

// The parts of one step: together, and each as any step.
void Harness::act_on_parts(const core::LaunchHetStep& het) {
  wire::HetStepReply reply;
  for (const core::LaunchStep& part : het.parts) {
    act_on(part);
    reply.parts.push_back(wire::StepReply{part.step, part.places, {}, part.waited});
  }
  answers_[het.ticket] = wire::Reply{Code::Success, {}, wire::encode(reply)};
}

void Harness::act_on(const core::Effect& effect) {
  if (const auto* het = std::get_if<core::LaunchHetStep>(&effect)) act_on_parts(*het);
  if (const auto* start = std::get_if<core::LaunchStep>(&effect)) {
    check_start(*start);
    EXPECT_TRUE(launched.insert({start->id, start->job.launch}).second || start->id.step != StepNumber::Batch)
        << to_string(start->id) << " runs twice";
    processes[start->id] = Process{start->job.launch, {}, {}, start->step.allocation};
    wire::StepReply reply;
    reply.step = start->step;
    reply.places = start->places;
    reply.waited = start->waited;
    if (start->ticket != core::Ticket{}) answers_[start->ticket] = wire::Reply{Code::Success, {}, wire::encode(reply)};
  }
  if (const auto* one = std::get_if<core::SignalStep>(&effect))
    if (const auto found = processes.find(one->id); found != processes.end()) found->second.signals.push_back(one->what.signal);
  if (const auto* one = std::get_if<core::ResizeSteps>(&effect)) {
    control_files[one->job.id] = one->job;
    EXPECT_GE(rows.at(one->job.id).elastic.resize_count, one->job.elastic.resize_count) << "told before it was saved";
    for (const Step& step : one->steps)
      if (const auto found = processes.find(step.id); found != processes.end()) found->second.allocation = step.allocation;
  }
  if (const auto* one = std::get_if<core::ForgetElastic>(&effect)) control_files.erase(one->job);
  if (const auto* one = std::get_if<core::Note>(&effect)) notes.push_back(one->text);
  if (const auto* one = std::get_if<core::TerminateStep>(&effect))
    if (const auto found = processes.find(one->id); found != processes.end()) found->second.told.push_back(one->cause);
  if (const auto* one = std::get_if<core::ForgetStep>(&effect)) records_.erase(one->id);
  if (const auto* one = std::get_if<core::Answer>(&effect)) {
    EXPECT_EQ(answers_.count(one->ticket), 0U) << "answered twice";
    answers_[one->ticket] = one->reply;
  }
  if (const auto* one = std::get_if<core::SendMail>(&effect)) mails.push_back(one->event);
}

void Harness::perform(core::Effects first) {
  std::deque<core::Effects> turns;
  turns.push_back(std::move(first));
  while (!turns.empty()) {
    const core::Effects effects = std::move(turns.front());
    turns.pop_front();
    for (const core::Effect& effect : effects) save(effect);
    check_invariants();
    if (crash_before_acting) {
      crash_before_acting = false;
      crash();
      return;
    }
    const auto any = [&effects](auto is) { return std::any_of(effects.begin(), effects.end(), is); };
    const bool wants_pass = any([](const core::Effect& one) { return std::holds_alternative<core::RunSchedule>(one); });
    const bool wants_backfill = any([](const core::Effect& one) { return std::holds_alternative<core::RunBackfill>(one); });
    std::vector<StepId> told;
    for (const core::Effect& effect : effects) {
      act_on(effect);
      if (const auto* one = std::get_if<core::TerminateStep>(&effect)) told.push_back(one->id);
      if (const auto* one = std::get_if<core::LaunchStep>(&effect))
        turns.push_back(state->step_started(one->id, one->job.launch, now));
      if (const auto* one = std::get_if<core::LaunchHetStep>(&effect))
        for (const core::LaunchStep& part : one->parts) turns.push_back(state->step_started(part.id, part.job.launch, now));
    }
    for (const StepId id : told) {
      const auto found = processes.find(id);
      if (!ends_when_told || found == processes.end()) continue;
      const std::uint32_t launch = found->second.launch;
      processes.erase(found);
      turns.push_back(state->step_ended(result_of(id, launch, ExitCode{0, kTerm}, now), now));
    }
    if (wants_pass) turns.push_back(state->schedule(now));
    if (wants_backfill) turns.push_back(state->backfill(now));
  }
}

void Harness::crash() {
  core::Restored restored;
  for (const auto& [id, row] : rows) {
    const bool old = is_finished(row.state) && row.ended + cluster.settings.min_job_age <= now && !has(row.flags, JobFlag::Completing);
    if (!old) restored.jobs.push_back(row);
  }
  for (const auto& [id, row] : step_rows)
    if (row.state == JobState::Running) restored.steps.push_back(row);
  restored.cluster_record = cluster_row;
  restored.accounting_record = accounting_row;
  restored.usage_record = usage_row;
  restored.new_usage_record = new_usage_row;
  restored.next_job = next_row;
  state = std::make_unique<core::ClusterState>(cluster, now);
  core::Effects effects = state->restore(std::move(restored), now);
  const auto adopt = state->steps_to_adopt();
  perform(std::move(effects));
  for (const auto& [id, launch] : adopt) {
    const auto process = processes.find(id);
    const auto record = records_.find(id);
    if (process != processes.end() && process->second.launch == launch) perform(state->step_started(id, launch, now));
    else if (record != records_.end() && record->second.launch == launch) perform(state->step_ended(wire::StepResult{record->second}, now));
    else perform(state->step_lost(id, launch, now));
  }
  perform(state->tick(now));
  perform(state->schedule(now));
}

void Harness::check_invariants() const {
  const core::ClusterState::Inside& inside = state->inside();
  std::map<std::pair<std::string, std::uint32_t>, JobId> owners;
  std::set<std::pair<std::string, std::uint32_t>> held;
  const bool in_turns = has(cluster.settings.preempt.mode, PreemptBit::Gang);
  std::map<std::string, std::uint64_t> memory;
  std::map<JobState, std::size_t> counts;
  for (const auto& [id, one] : inside.jobs.all()) {
    ++counts[one.state];
    EXPECT_EQ(inside.jobs.active().count(id) != 0, core::is_active(one));
    EXPECT_EQ(inside.book.held(id) != nullptr, core::is_active(one)) << number(id);
    const bool has_script = number(one.het_job) == 0 || one.het_job == id;  // of components only the first runs it
    if (one.state == JobState::Running && one.spec.kind == JobKind::Batch && has_script && !completing(id)) {
      EXPECT_EQ(inside.steps.count(StepId{id, StepNumber::Batch}), 1U) << number(id);
    }
    EXPECT_TRUE(!completing(id) || inside.has_steps(id)) << number(id);
    EXPECT_TRUE(core::is_active(one) || !inside.has_steps(id)) << number(id);
    EXPECT_TRUE(!one.array_task || one.array_pending.empty()) << number(id);
    if (!core::is_active(one)) continue;
    for (const NodeAllocation& part : one.allocation.nodes) {
      memory[part.node] += part.memory.count;
      if (one.state == JobState::Suspended && !one.gang_suspended) continue;  // its CPUs are others'
      for (const std::uint32_t cpu : part.cpus) {
        held.emplace(part.node, cpu);
        // One that an operator has let go on shares its CPUs with those who got them meanwhile.
        if (one.suspended_at != kNever) continue;
        if (in_turns && (one.state != JobState::Running || completing(id))) continue;
        EXPECT_TRUE(owners.emplace(std::make_pair(part.node, cpu), id).second)
            << part.node << " cpu " << cpu << " is owned twice, by " << number(id);
      }
    }
  }
  for (const auto& [kind, count] : counts) EXPECT_EQ(inside.jobs.count(kind), count);
  std::size_t used = 0;
  for (std::uint32_t node = 0; node < inside.cluster.nodes.size(); ++node) {
    used += inside.book.used_cpus(node);
    EXPECT_EQ(inside.book.used_memory(node).count, memory[inside.cluster.nodes[node].name]);
    EXPECT_LE(memory[inside.cluster.nodes[node].name], inside.cluster.nodes[node].memory.count);
  }
  EXPECT_EQ(used, held.size());
  for (const core::QueueKey& key : inside.jobs.queue())
    EXPECT_TRUE(core::is_candidate(*inside.jobs.find(key.id), now)) << number(key.id);
  for (const License& license : inside.cluster.licenses)
    if (const auto taken = inside.used_licenses.find(license.name); taken != inside.used_licenses.end()) {
      EXPECT_LE(taken->second, license.total);
    }
}

}  // namespace minislurm::test
