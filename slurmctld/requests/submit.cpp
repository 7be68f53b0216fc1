#include <utility>
#include <variant>

#include "libcommon/text/hostlist.h"
#include "slurmctld/core/dependents.h"
#include "slurmctld/core/pass.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/requests/submit_check.h"
#include "slurmctld/requests/submit_het.h"

namespace minislurm::requests {
namespace {

// Takes a job id, as in Slurm, and nothing else.
Outcome test_only(Context context, const Job& job, std::vector<std::string> messages) {
  const auto decision = core::forecast(context.state(), job, context.now());
  if (!decision) return bad(Error{Code::RequestedNodeConfigUnavailable});
  wire::SubmitReply reply;
  reply.id = core::take_next_id(context.turn);
  reply.messages = std::move(messages);
  if (const auto* start = std::get_if<sched::StartJob>(&*decision)) {
    reply.start = context.now();
    reply.cpus = start->where.cpu_count();
    reply.nodes = text::compress_hostlist(start->where.node_names());
    reply.partition = start->partition;
  } else {
    const auto& wait = std::get<sched::KeepWaiting>(*decision);
    if (!wait.expected_start) return bad(Error{Code::RequestedNodeConfigUnavailable});
    reply.start = *wait.expected_start;
    reply.cpus = job.num_cpus;
    reply.nodes = wait.expected_nodes;
    reply.partition = context.state().partition_of(job)->name;
  }
  return good(reply);
}

// srun and salloc --immediate: a pass of its own decides at once; a job that does not start never was.
Outcome start_or_refuse(Context context, Job& job, const wire::SubmitReply& reply) {
  core::run_pass(context.turn);
  if (job.state != JobState::Pending) return good(reply);
  core::forget_dependency(context.state(), job);
  context.state().jobs.remove(job.id);
  return bad(Error{Code::NodesBusy});
}

// A site may want submissions to wait for a pass over all of them.
core::PassWish wish_of(const Settings& settings, const Job& job) {
  const sched::Rhythm rhythm = sched::rhythm_of(settings);
  const bool deferred = rhythm.defer || (rhythm.defer_batch && job.spec.kind == JobKind::Batch);
  return deferred ? core::PassWish::AtInterval : core::PassWish::Now;
}

}  // namespace

Outcome submit(Context context, wire::SubmitRequest request) {
  if (!request.components.empty()) return submit_het(context, std::move(request));
  std::vector<std::string> messages;
  Result<Job> made = make_job(context, request, messages);
  if (!made) return bad(made.error());
  core::Turn& turn = context.turn;
  core::give_priority(turn, *made);
  if (made->spec.hold) made->priority = 0;
  if (request.test_only) return test_only(context, *made, std::move(messages));
  made->id = core::take_next_id(turn);
  made->sluid = core::take_sluid(turn);
  if (!made->array_pending.empty()) made->array_job = made->id;
  Job& job = turn.state.jobs.add(std::move(*made));
  core::register_dependency(turn.state, job);
  core::settle(turn, job, wish_of(turn.state.cluster.settings, job));
  ++turn.state.statistics.submitted;
  wire::SubmitReply reply;
  reply.id = job.id;
  reply.messages = std::move(messages);
  if (job.spec.immediate && job.spec.kind != JobKind::Batch) {
    core::reindex(turn, job);
    return start_or_refuse(context, job, reply);
  }
  core::commit(turn, job);
  if (job.spec.kind == JobKind::Batch)
    turn.emit(core::SaveScript{job.id, std::move(request.script), std::move(request.environment)});
  // What it waits for may have ended already (the tasks that an array follows one by one; a job that failed), and no
  // event would say so again.
  core::look_at_dependency(turn, job);
  return good(reply);
}

}  // namespace minislurm::requests
