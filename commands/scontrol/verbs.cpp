#include "commands/scontrol/verbs.h"

#include <iomanip>
#include <sstream>

#include "commands/scontrol/act.h"
#include "commands/scontrol/control.h"
#include "commands/scontrol/show.h"
#include "commands/scontrol/update.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

template <bool Options::*member, bool value>
int set_option(Session& session, const Words&) {
  session.options.*member = value;
  return 0;
}

int quit(Session& session, const Words&) {
  session.done = true;
  return 0;
}

int help(Session& session, const Words&);

constexpr Verb kVerbs[] = {
    {"show", 2, 1, "ENTITY [ID]",
     "config, hostlist, hostnames, job, license, node, partition, reservation, step, topology",
     &show},
    {"update", 2, 1, "KEY=VALUE...", "change a job, node, partition or reservation", &update},
    {"create", 2, 1, "KEY=VALUE...", "make a partition or a reservation", &create},
    {"delete", 3, 1, "KEY=VALUE", "remove a partition or a reservation", &erase},
    {"hold", 2, 1, "JOB...", "keep waiting jobs from starting", &hold},
    {"uhold", 2, 1, "JOB...", "the same, and their owner may release them", &user_hold},
    {"release", 3, 1, "JOB...", "let held jobs start", &release},
    {"requeue", 3, 1, "JOB...", "end running jobs and queue them again", &requeue},
    {"requeuehold", 8, 1, "JOB...", "the same, and hold them", &requeue_hold},
    {"suspend", 2, 1, "JOB...", "stop running jobs", &suspend},
    {"resume", 3, 1, "JOB...", "let them go on", &resume},
    {"top", 3, 1, "JOB...", "move jobs to the top of their user's queue", &top},
    {"wait_job", 2, 1, "JOB", "wait until the job runs", &wait_job},
    {"write", 2, 1, "batch_script JOB [FILE]", "save a job's script", &write},
    {"ping", 2, 0, "", "ask whether the controller answers", &ping},
    {"reconfigure", 3, 0, "", "read the configuration again", &reconfigure},
    {"shutdown", 8, 0, "", "end the controller; jobs go on", &shutdown},
    {"errnumstr", 2, 1, "NUMBER", "say what an error number means", &error_text},
    {"version", 4, 0, "", "show the version", &version},
    {"all", 2, 0, "", "", &set_option<&Options::all, true>},
    {"hide", 2, 0, "", "", &set_option<&Options::all, false>},
    {"details", 2, 0, "", "", &set_option<&Options::details, true>},
    {"oneliner", 1, 0, "", "", &set_option<&Options::one_line, true>},
    {"quiet", 4, 0, "", "", &set_option<&Options::quiet, true>},
    {"verbose", 4, 0, "", "", &set_option<&Options::quiet, false>},
    {"help", 2, 0, "", "show this list", &help},
    {"exit", 1, 0, "", "leave the prompt", &quit},
    {"quit", 4, 0, "", "", &quit},
};

int help(Session& session, const Words&) {
  std::ostringstream text;
  for (const Verb& verb : kVerbs) {
    if (verb.help.empty()) continue;
    const std::string head = std::string(verb.name) + (verb.synopsis.empty() ? "" : " ") + std::string(verb.synopsis);
    text << "  " << std::left << std::setw(32) << head << ' ' << verb.help << '\n';
  }
  session.context.out() << text.str();
  return 0;
}

const Verb* find_verb(std::string_view word) {
  for (const Verb& verb : kVerbs)
    if (text::iequals(verb.name, word)) return &verb;
  for (const Verb& verb : kVerbs)
    if (word.size() >= verb.shortest && text::istarts_with(verb.name, word)) return &verb;
  return nullptr;
}

}  // namespace

std::span<const Verb> verbs() { return kVerbs; }

int run_verb(Session& session, const Words& words) {
  const Verb* verb = find_verb(words[0]);
  if (verb == nullptr) {
    session.context.err() << "invalid keyword: " << words[0] << '\n';
    return 1;
  }
  const Words arguments(words.begin() + 1, words.end());
  if (arguments.size() < verb->arguments) {
    session.context.err() << "too few arguments for keyword:" << words[0] << '\n';
    return 1;
  }
  return verb->run(session, arguments);
}

}  // namespace minislurm::scontrol
