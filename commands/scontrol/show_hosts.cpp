#include <iterator>

#include "commands/scontrol/query.h"
#include "commands/scontrol/show.h"
#include "libcommon/text/hostlist.h"

namespace minislurm::scontrol {
namespace {

// The names of the argument; "-" reads them from standard input; without one, of the job that scontrol runs in.
std::optional<std::vector<std::string>> read_names(Session& session, std::string list) {
  if (list.empty()) list = session.context.env("SLURM_JOB_NODELIST").value_or("");
  if (list == "-") {
    list.clear();
    std::string word;
    while (session.context.in() >> word) list += (list.empty() ? "" : ",") + word;
  }
  const Result<std::vector<std::string>> names = text::expand_hostlist(list);
  if (names && !names->empty()) return *names;
  session.context.err() << "Invalid hostlist: " << list << '\n';
  return std::nullopt;
}

}  // namespace

int show_hostnames(Session& session, const std::string& list) {
  const auto names = read_names(session, list);
  if (!names) return 1;
  std::string text;
  for (const std::string& name : *names) text += name + "\n";
  session.context.out() << text;
  return 0;
}

int show_hostlist(Session& session, const std::string& list) {
  const auto names = read_names(session, list);
  if (!names) return 1;
  session.context.out() << text::compress_hostlist(*names) << '\n';
  return 0;
}

int show_hostlist_sorted(Session& session, const std::string& list) {
  const auto names = read_names(session, list);
  if (!names) return 1;
  session.context.out() << text::compress_hostlist_sorted(*names) << '\n';
  return 0;
}

int show_daemons(Session& session, const std::string&) {
  session.context.out() << "slurmctld\n";
  return 0;
}

}  // namespace minislurm::scontrol
