#include "commands/scontrol/verbs.h"

#include <iomanip>
#include <sstream>

#include "commands/scontrol/act.h"
#include "commands/scontrol/control.h"
#include "commands/scontrol/debug.h"
#include "commands/scontrol/power.h"
#include "commands/scontrol/processes.h"
#include "commands/scontrol/show.h"
#include "commands/scontrol/update.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

constexpr std::size_t kMany = 1000;  // as many words as one likes

template <bool Options::*member, bool value>
int set_option(Session& session, const Words&) {
  session.options.*member = value;
  return 0;
}

int quit(Session& session, const Words&) {
  session.done = true;
  return 0;
}

int list_verbs(Session& session, const Words&) {
  help(session);
  return 0;
}

constexpr Verb kVerbs[] = {
    {"show", 3, 1, kMany, Few::ForKeyword, "ENTITY [ID]",
     "aliases, config, daemons, hostlist, hostnames, job, license, node, partition, reservation, step, topology...",
     &show},
    {"update", 1, 1, kMany, Few::BeforeKeyword, "KEY=VALUE...", "change a job, step, node, partition or reservation",
     &update},
    {"create", 2, 1, kMany, Few::BeforeKeyword, "KEY=VALUE...", "make a node, a partition or a reservation", &create},
    {"delete", 3, 1, kMany, Few::BeforeKeyword, "KEY=VALUE", "remove a node, a partition or a reservation", &erase},
    {"hold", 4, 1, kMany, Few::ForKeyword, "JOB...", "keep waiting jobs from starting", &hold},
    {"holdu", 5, 1, kMany, Few::ForKeyword, "JOB...", "as uhold", &user_hold},
    {"uhold", 5, 1, kMany, Few::ForKeyword, "JOB...", "the same, and their owner may release them", &user_hold},
    {"release", 3, 1, kMany, Few::ForKeyword, "JOB...", "let held jobs start", &release},
    {"requeue", 3, 1, kMany, Few::ForKeyword, "[incomplete] JOB...", "end running jobs and queue them again", &requeue},
    {"requeuehold", 11, 1, kMany, Few::ForKeyword, "[incomplete] [State=SpecialExit] JOB...", "the same, and hold them",
     &requeue_hold},
    {"suspend", 2, 1, kMany, Few::ForKeyword, "JOB...", "stop running jobs", &suspend},
    {"resume", 3, 1, kMany, Few::ForKeyword, "JOB...", "let them go on", &resume},
    {"top", 3, 1, 1, Few::ForKeyword, "JOB,...", "move jobs to the top of their user's queue", &top},
    {"wait_job", 2, 1, 1, Few::ForKeyword, "JOB", "wait until the job runs", &wait_job},
    {"notify", 1, 2, kMany, Few::ForKeyword, "JOB MESSAGE...", "write into the job's standard error", &notify},
    {"write", 5, 1, 3, Few::ForKeyword, "batch_script JOB [FILE] | config [FILE]",
     "save a job's script or the configuration", &write},
    {"completing", 2, 0, 0, Few::ForKeyword, "", "show jobs that are completing", &completing},
    {"listpids", 1, 0, 2, Few::ForKeyword, "[JOB[.STEP]] [NODE]", "show the processes of steps", &list_processes},
    {"listjobs", 5, 0, 1, Few::ForKeyword, "[NODE]", "show the jobs that run here", &list_jobs},
    {"liststeps", 5, 0, 2, Few::ForKeyword, "[NODE]", "show the steps that run here", &list_steps},
    {"pidinfo", 3, 1, 1, Few::Missing, "PID", "show the job that a process belongs to", &process_info},
    {"getaddrs", 8, 1, 1, Few::One, "NODES", "show the addresses of nodes", &addresses},
    {"getent", 6, 0, 1, Few::ForKeyword, "[NODE]", "", &user_entries},
    {"ping", 3, 0, 0, Few::ForKeyword, "", "ask whether the controller answers", &ping},
    {"reboot", 3, 0, kMany, Few::ForKeyword, "[ASAP] [nextstate=STATE] [reason=TEXT] NODES|ALL", "restart nodes",
     &reboot},
    {"cancel_reboot", 3, 1, 1, Few::Missing, "NODES", "take that back", &cancel_reboot},
    {"power", 2, 2, kMany, Few::ForKeyword, "up|down [asap|force] NODES [reason=TEXT]", "switch nodes on and off",
     &power},
    {"reconfigure", 3, 0, 0, Few::ForKeyword, "", "read the configuration again", &reconfigure},
    {"setdebug", 2, 1, 2, Few::ForKeyword, "LEVEL [nodes=NODES]", "set the controller's log level", &set_debug},
    {"setdebugflags", 9, 1, kMany, Few::ForKeyword, "{+|-}FLAG...", "choose what the controller logs",
     &set_debug_flags},
    {"schedloglevel", 3, 1, 1, Few::ForKeyword, "enable|disable", "there is no log of the scheduler alone",
     &set_sched_log},
    {"fsdampeningfactor", 3, 1, 1, Few::ForKeyword, "NUMBER", "how fast the fair share of siblings evens out",
     &set_dampening},
    {"shutdown", 8, 0, 1, Few::ForKeyword, "[slurmctld]", "end the controller; jobs go on", &shutdown},
    {"takeover", 8, 0, 1, Few::ForKeyword, "[INDEX]", "there is no other controller to take over", &takeover},
    {"token", 3, 0, kMany, Few::ForKeyword, "[lifespan=SECONDS] [username=USER]", "there are no tokens here", &token},
    {"cluster", 2, 0, 1, Few::ForKeyword, "[NAME]", "the cluster that is spoken to", &choose_cluster},
    {"errnumstr", 2, 1, 1, Few::Ones, "NUMBER", "say what an error number means", &error_text},
    {"version", 4, 0, kMany, Few::ForKeyword, "", "show the version", &version},
    {"all", 2, 0, kMany, Few::ForKeyword, "", "show hidden partitions too", &set_option<&Options::all, true>},
    {"hide", 2, 0, kMany, Few::ForKeyword, "", "leave them out again", &set_option<&Options::all, false>},
    {"details", 1, 0, 0, Few::ForKeyword, "", "show more of each record", &set_option<&Options::details, true>},
    {"oneliner", 1, 0, 0, Few::ForKeyword, "", "one line a record", &set_option<&Options::one_line, true>},
    {"quiet", 4, 0, 0, Few::ForKeyword, "", "say nothing of errors", &set_option<&Options::quiet, true>},
    {"verbose", 4, 0, 0, Few::ForKeyword, "", "say it again", &set_option<&Options::quiet, false>},
    {"help", 2, 0, kMany, Few::ForKeyword, "", "show this list", &list_verbs},
    {"exit", 2, 0, 0, Few::ForKeyword, "", "leave the prompt", &quit},
    {"quit", 4, 0, 0, Few::ForKeyword, "", "leave the prompt", &quit},
};

const Verb* find_verb(std::string_view word) {
  for (const Verb& verb : kVerbs)
    if (text::iequals(verb.name, word)) return &verb;
  for (const Verb& verb : kVerbs)
    if (word.size() >= verb.shortest && text::istarts_with(verb.name, word)) return &verb;
  return nullptr;
}

std::string too_few(Few few, const std::string& word) {
  switch (few) {
    case Few::ForKeyword: return "too few arguments for keyword:" + word;
    case Few::BeforeKeyword: return "too few arguments for " + word + " keyword";
    case Few::Missing: return "missing argument for keyword:" + word;
    case Few::One: return "one argument required for keyword:" + word;
    case Few::Ones: return "one arguments required for keyword:" + word;
  }
  return {};
}

}  // namespace

std::span<const Verb> verbs() { return kVerbs; }

void help(Session& session) {
  std::ostringstream text;
  for (const Verb& verb : kVerbs) {
    if (verb.help.empty()) continue;
    const std::string head = std::string(verb.name) + (verb.synopsis.empty() ? "" : " ") + std::string(verb.synopsis);
    text << "  " << std::left << std::setw(32) << head << ' ' << verb.help << '\n';
  }
  session.context.out() << text.str();
}

int run_verb(Session& session, const Words& words) {
  const Verb* verb = find_verb(words[0]);
  if (verb == nullptr) {
    session.context.err() << "invalid keyword: " << words[0] << '\n';
    return 1;
  }
  const Words arguments(words.begin() + 1, words.end());
  const bool exactly_one = verb->few == Few::One || verb->few == Few::Ones;
  if (arguments.size() < verb->fewest || (exactly_one && arguments.size() != 1)) {
    session.context.err() << too_few(verb->few, words[0]) << '\n';
    return 1;
  }
  if (arguments.size() > verb->most) {
    if (verb->name == "verbose") session.context.err() << "too many arguments for verbose keyword\n";
    else session.context.err() << "too many arguments for keyword:" << words[0] << '\n';
    if (verb->run == &quit) session.done = true;
    return 1;
  }
  return verb->run(session, arguments);
}

}  // namespace minislurm::scontrol
