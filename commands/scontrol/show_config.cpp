#include <algorithm>
#include <utility>

#include "commands/scontrol/control.h"
#include "commands/scontrol/query.h"
#include "commands/scontrol/show.h"
#include "libcommon/text/time_point.h"

namespace minislurm::scontrol {

int show_config(Session& session, const std::string&) {
  const auto reply = query_cluster(session, wire::kConfig, "slurm_load_ctl_conf error: ");
  if (!reply) return 1;
  // Slurm's parsers up to v0.0.44 know no configuration: it is text always.
  std::string text = "Configuration data as of " + text::format_time_point(reply->now) + "\n";
  constexpr std::size_t kKeyWidth = 23;
  for (const auto& [key, value] : reply->config)
    text += key + std::string(key.size() < kKeyWidth ? kKeyWidth - key.size() : 0, ' ') + " = " + value + "\n";
  session.context.out() << text << '\n';
  const bool asked = std::exchange(session.options.document.asked, false);
  const int answered = ping(session, {});
  session.options.document.asked = asked;
  return answered;
}

}  // namespace minislurm::scontrol
