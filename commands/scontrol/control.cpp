#include "commands/scontrol/control.h"

#include <fstream>

#include "commands/support/json/cluster.h"
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

int shutdown(Session& session, const Words&) {
  const auto reply = session.context.link().ask<wire::Empty>(wire::RequestKind::Shutdown, wire::Empty{});
  return reply ? 0 : fail(session, "slurm_shutdown error: ", reply.error());
}

int version(Session& session, const Words&) {
  session.context.out() << "slurm " << options::kSlurmVersion << '\n';
  return 0;
}

int error_text(Session& session, const Words& words) {
  const Result<std::uint32_t> number = text::parse_u32(words[0]);
  if (!number) return fail(session, "", Error::generic("Invalid error number: " + words[0]));
  session.context.out() << text_of(static_cast<Code>(*number)) << '\n';
  return 0;
}

int wait_job(Session& session, const Words& words) {
  const Result<wire::JobSelector> job = parse_job_selector(words[0]);
  if (!job) return fail(session, "", Error{Code::InvalidJobId});
  const auto reply = session.context.link().ask<wire::JobsReply>(wire::RequestKind::AwaitJob,
                                                                 wire::AwaitJobRequest{job->job, wire::Until::Started});
  return reply ? 0 : fail(session, "", reply.error());
}

// write batch_script JOB [FILE]; FILE "-" is standard output.
int write(Session& session, const Words& words) {
  if (!text::iequals(words[0], "batch_script") || words.size() < 2)
    return fail(session, "", Error::generic("write what? Try: write batch_script JOB [FILE]"));
  const Result<wire::JobSelector> job = parse_job_selector(words[1]);
  if (!job) return fail(session, "job script retrieval failed: ", Error{Code::InvalidJobId});
  const auto reply = session.context.link().ask<wire::ScriptReply>(wire::RequestKind::QueryScript,
                                                                   wire::QueryScriptRequest{job->job});
  if (!reply) return fail(session, "job script retrieval failed: ", reply.error());
  const std::string path = words.size() > 2 ? words[2] : "slurm-" + to_string(job->job) + ".sh";
  if (path == "-") {
    session.context.out() << reply->script;
    return 0;
  }
  std::ofstream file(path, std::ios::binary);
  file << reply->script;
  file.close();
  if (!file) return fail(session, "", Error::generic("failed to write " + path));
  session.context.out() << "batch script for job " << words[1] << " written to " << path << '\n';
  return 0;
}

}  // namespace minislurm::scontrol
