#include "commands/sbatch/submit.h"

#include <algorithm>

#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "commands/support/submission.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::sbatch {
namespace {

int refused(Context& context, const Error& why, bool test_only) {
  if (test_only) {
    if (why.code != Code::Generic && why.code != Code::RequestedNodeConfigUnavailable && !why.detail.empty())
      error_lines(context, why.detail);
    context.err() << "allocation failure: " << to_string(Error{why.code, why.code == Code::Generic ? why.detail : ""})
                  << '\n';
    return failure_code(context);
  }
  report_refusal(context, "Batch job submission failed", why);
  return failure_code(context);
}

void tell_start(Context& context, const wire::SubmitReply& reply, bool is_het) {
  const std::string start = "Job " + to_string(reply.id) + " to start at " + text::format_time_point(reply.start);
  const std::string processors = " using " + std::to_string(reply.cpus) + " processors on ";
  if (is_het) return info(context, start + processors + reply.nodes);
  info(context, start + " a" + processors + "nodes " + reply.nodes + " in partition " + reply.partition);
}

void tell_id(Context& context, const Options& options, JobId id, const std::string& cluster) {
  if (options.parsable) {
    context.out() << to_string(id) << (cluster.empty() ? "" : ";" + cluster) << '\n';
  } else if (!options.quiet) {
    context.out() << "Submitted batch job " << to_string(id) << (cluster.empty() ? "" : " on cluster " + cluster)
                  << '\n';
  }
  context.out().flush();  // --wait may keep the command for days
}

// The highest exit code of the job, or of an array's tasks; a task that was killed or never ran counts as 1.
int exit_code_of(const std::vector<Job>& jobs) {
  std::uint32_t highest = 0;
  for (const Job& job : jobs) {
    const bool no_code = job.exit_code.signal != 0 || (job.exit_code.status == 0 && job.state != JobState::Completed);
    highest = std::max(highest, no_code ? 1 : job.exit_code.status);
  }
  return static_cast<int>(highest);
}

// The controller went away under the question, or is away; the job goes on.
bool is_away(Code code) {
  return code == Code::CommunicationsReceive || code == Code::CommunicationsConnection ||
         code == Code::ControllerConnect;
}

int wait_for(Context& context, JobId id) {
  constexpr Seconds kBetween{1};
  const wire::AwaitJobRequest request{id, wire::Until::Ended};
  const auto ask = [&] { return context.link().ask<wire::JobsReply>(wire::RequestKind::AwaitJob, request); };
  Result<wire::JobsReply> reply = ask();
  while (!reply && is_away(reply.error().code) && context.pause(kBetween)) reply = ask();
  if (!reply) {
    error(context, "Unable to wait for job " + to_string(id) + ": " + to_string(reply.error()));
    return failure_code(context);
  }
  return exit_code_of(reply->jobs);
}

// The cluster that -M names; there is one here. Names that nobody knows are told. Errors: Code::Generic.
Result<std::string> chosen_cluster(Context& context, const std::string& names) {
  const Result<wire::PingReply> reply = context.link().ask<wire::PingReply>(wire::RequestKind::Ping, wire::Empty{});
  if (!reply) return reply.error();
  bool found = false;
  for (const std::string_view name : text::split(names, ',')) {
    if (text::iequals(name, reply->cluster_name) || text::iequals(name, "all")) found = true;
    else error(context, "No cluster '" + std::string(name) + "' known by database.");
  }
  if (found) return reply->cluster_name;
  return Error::generic("'" + names + "' can't be reached now, or it is an invalid entry for --cluster.  Use "
                        "'sacctmgr list clusters' to see available clusters.");
}

}  // namespace

int submit(Context& context, const Options& options, const wire::SubmitRequest& request) {
  std::string cluster;
  if (options.clusters_given) {
    Result<std::string> chosen = chosen_cluster(context, options.clusters);
    if (!chosen) {
      error(context, to_string(chosen.error()));
      return failure_code(context);
    }
    cluster = std::move(*chosen);
  }
  const Result<wire::SubmitReply> reply = context.link().ask<wire::SubmitReply>(wire::RequestKind::Submit, request);
  if (!reply) return refused(context, reply.error(), options.test_only);
  for (const std::string& line : reply->messages) info(context, line);
  if (options.test_only) {
    tell_start(context, *reply, !request.components.empty());
    return kExitSuccess;
  }
  tell_id(context, options, reply->id, cluster);
  return options.wait ? wait_for(context, reply->id) : kExitSuccess;
}

}  // namespace minislurm::sbatch
