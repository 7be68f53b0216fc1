#include <algorithm>

#include "commands/scontrol/control.h"
#include "commands/scontrol/query.h"
#include "commands/scontrol/show.h"
#include "commands/support/json/cluster.h"
#include "libcommon/text/time_point.h"

namespace minislurm::scontrol {

int show_config(Session& session, const std::string&) {
  const auto reply = query_cluster(session, wire::kConfig, "slurm_load_ctl_conf error: ");
  if (!reply) return 1;
  if (session.prints_document()) {
    session.context.out() << documents::config_document(*reply, session.document());
    return 0;
  }
  std::string text = "Configuration data as of " + text::format_time_point(reply->now) + "\n";
  constexpr std::size_t kKeyWidth = 23;
  for (const auto& [key, value] : reply->config)
    text += key + std::string(key.size() < kKeyWidth ? kKeyWidth - key.size() : 0, ' ') + " = " + value + "\n";
  session.context.out() << text << '\n';
  return ping(session, {});
}

}  // namespace minislurm::scontrol
