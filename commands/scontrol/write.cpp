// scontrol write: a job's script, or the configuration in force, into a file.
#include <ctime>
#include <fstream>

#include "commands/scontrol/control.h"
#include "commands/scontrol/query.h"
#include "commands/support/selectors.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

int write_script(Session& session, const Words& words) {
  if (words.size() < 2) return 0;  // as Slurm: nothing said, nothing done
  const Result<wire::JobSelector> job = parse_job_selector(words[1]);
  if (!job) return fail(session, "job script retrieval failed: ", Error{Code::InvalidJobId}), 0;
  const auto reply = session.context.link().ask<wire::ScriptReply>(wire::RequestKind::QueryScript,
                                                                   wire::QueryScriptRequest{job->job});
  if (!reply) return fail(session, "job script retrieval failed: ", reply.error()), 0;
  const std::string path = words.size() > 2 ? words[2] : "slurm-" + words[1] + ".sh";
  if (path == "-") {
    session.context.out() << reply->script;
    return 0;
  }
  std::ofstream file(path, std::ios::binary);
  if (!file) {
    session.context.err() << "failed to open file `" << path << "`: No such file or directory\n";
    return 0;
  }
  file << reply->script;
  file.close();
  if (!file) return fail(session, "", Error::generic("failed to write " + path));
  session.context.out() << "batch script for job " << words[1] << " written to " << path << '\n';
  return 0;
}

int write_config(Session& session, const Words& words) {
  const auto reply = query_cluster(session, wire::kConfig, "slurm_load_ctl_conf error: ");
  if (!reply) return 1;
  std::string path = words.size() > 1 ? words[1] : session.context.env("SLURM_CONF").value_or("slurm.conf");
  const std::time_t now = static_cast<std::time_t>(reply->now.time_since_epoch().count());
  std::tm local{};
  localtime_r(&now, &local);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, ".%Y%m%d%H%M%S", &local);
  path += stamp;
  std::ofstream file(path);
  for (const auto& [key, value] : reply->config)
    if (value != "(null)" && !value.empty()) file << key << '=' << value << '\n';
  file.close();
  if (!file) return fail(session, "", Error::generic("failed to write " + path));
  session.context.out() << "Slurm config saved to " << path << '\n';
  return 0;
}

}  // namespace

int write(Session& session, const Words& words) {
  if (words[0].size() >= 5 && text::istarts_with("batch_script", words[0])) return write_script(session, words);
  if (words[0].size() >= 2 && text::istarts_with("config", words[0])) {
    if (words.size() <= 2) return write_config(session, words);
    session.context.err() << "too many arguments for keyword:write\n";
    return 1;
  }
  session.context.err() << "invalid write argument:" << words[0] << '\n';
  return 1;
}

}  // namespace minislurm::scontrol
