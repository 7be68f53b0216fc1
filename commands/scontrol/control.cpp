#include "commands/scontrol/control.h"

#include "commands/scontrol/error_numbers.h"
#include "commands/support/json/cluster.h"
#include "commands/support/messages.h"
#include "commands/support/selectors.h"
#include "libcommon/text/count.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::scontrol {

int ping(Session& session, const Words&) {
  const auto reply = session.context.link().ask<wire::PingReply>(wire::RequestKind::Ping, wire::Empty{});
  const std::string host = reply ? reply->hostname : session.context.caller().hostname;
  if (session.prints_document()) {
    const wire::PingReply ping = reply.value_or(wire::PingReply{});
    session.context.out() << documents::pings_document(ping, bool{reply}, session.document());
  } else {
    session.context.out() << "Slurmctld(primary) at " << host << " is " << (reply ? "UP" : "DOWN") << '\n';
  }
  return reply ? 0 : 1;
}

int reconfigure(Session& session, const Words&) {
  const auto reply = session.context.link().ask<wire::Empty>(wire::RequestKind::Reconfigure, wire::Empty{});
  return reply ? 0 : fail(session, "slurm_reconfigure error: ", reply.error());
}

int shutdown(Session& session, const Words& words) {
  if (!words.empty() && !text::iequals(words[0], "slurmctld") && !text::iequals(words[0], "controller")) {
    session.context.err() << "invalid shutdown argument:" << words[0] << '\n';
    return 1;
  }
  const auto reply = session.context.link().ask<wire::Empty>(wire::RequestKind::Shutdown, wire::Empty{});
  return reply ? 0 : fail(session, "slurm_shutdown error: ", reply.error());
}

int takeover(Session& session, const Words& words) {
  if (words.empty()) return fail(session, "slurm_takeover error: ", Error{Code::ControllerConnect});
  const auto index = text::parse_u32(words[0]);
  session.context.err() << "takeover: invalid backup controller index (" << index.value_or(0) << ")\n";
  return 1;
}

int token(Session& session, const Words& words) {
  for (const std::string& word : words) {
    if (text::istarts_with(word, "lifespan=")) {
      if (text::parse_u32(word.substr(9))) continue;
      error(session.context, "Invalid numeric value \"" + word.substr(9) + "\" for lifespan.");
      return 1;
    }
    if (text::istarts_with(word, "username=")) continue;
    session.context.err() << "Invalid option: `" << word << "`\n";
    return 1;
  }
  error(session.context, "slurm_fetch_token: error with request: Required plugin type not loaded or initialized");
  return 1;
}

int version(Session& session, const Words& words) {
  if (!words.empty()) session.context.err() << "too many arguments for version keyword\n";
  session.context.out() << "slurm " << kSlurmVersion << '\n';
  if (session.options.verbose > 0) session.context.out() << "slurm_api_version: 2883584, 44.0.0\n";
  return words.empty() ? 0 : 1;
}

int error_text(Session& session, const Words& words) {
  const Result<std::uint32_t> number = text::parse_u32(words[0]);
  if (!number) {
    session.context.err() << "numeric arguments required for keyword:errnumstr\n";
    return 1;
  }
  session.context.out() << error_number_text(*number) << '\n';
  return 0;
}

int wait_job(Session& session, const Words& words) {
  const Result<wire::JobSelector> job = parse_job_selector(words[0]);
  if (!job || number(job->job) == 0) {
    session.context.err() << "Invalid job_id " << words[0];
    return 1;
  }
  const auto reply = session.context.link().ask<wire::JobsReply>(wire::RequestKind::AwaitJob,
                                                                 wire::AwaitJobRequest{job->job, wire::Until::Started});
  const bool runs = reply && !reply->jobs.empty() && !is_finished(reply->jobs.front().state);
  if (runs) return 0;
  if (reply) session.context.err() << "scontrol: Problem running job " << words[0] << '\n';
  else if (reply.error().code == Code::InvalidJobId)
    session.context.err() << "scontrol: Problem running job " << words[0] << '\n';
  else fail(session, "", reply.error());
  return 1;
}

int notify(Session& session, const Words& words) {
  const Result<wire::JobSelector> job = parse_job_selector(words[0]);
  if (!job || number(job->job) == 0) {
    session.context.err() << "Invalid job_id " << words[0] << "job notify failure: No error\n";
    return 1;
  }
  wire::NotifyRequest request{*job, words[1]};
  for (std::size_t index = 2; index < words.size(); ++index) request.message += " " + words[index];
  const auto reply = session.context.link().ask<wire::Empty>(wire::RequestKind::Notify, request);
  return reply ? 0 : fail(session, "job notify failure: ", reply.error());
}

int choose_cluster(Session& session, const Words& words) {
  if (words.empty()) return 0;
  const auto reply = session.context.link().ask<wire::PingReply>(wire::RequestKind::Ping, wire::Empty{});
  if (reply && text::iequals(reply->cluster_name, words[0])) return 0;
  error(session.context, "No cluster '" + words[0] + "' known by database.");
  error(session.context, "'" + words[0] + "' can't be reached now, or it is an invalid entry for --cluster.  "
                         "Use 'sacctmgr list clusters' to see available clusters.");
  fatal(session.context, "Could not get cluster information");
  session.done = true;
  return 1;
}

}  // namespace minislurm::scontrol
