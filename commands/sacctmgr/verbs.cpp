#include "commands/sacctmgr/verbs.h"

#include "commands/sacctmgr/change.h"
#include "commands/sacctmgr/dump_file.h"
#include "commands/sacctmgr/list.h"
#include "commands/support/exit.h"
#include "libcommon/base/ids.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sacctmgr {
namespace {

enum class Arguments : std::uint8_t { Any, None, NoneByKeyword };  // how too many of them are refused

struct Verb {
  std::string_view word;
  std::size_t shortest;
  Arguments arguments;
  bool changes;  // not in readonly mode
  int (*run)(Session& session, const Words& arguments);
  std::string_view synopsis, help;  // empty: not in the list
};

template <bool Options::*Member>
int set_option(Session& session, const Words&) {
  session.options.*Member = true;
  return kExitSuccess;
}

int verbose(Session& session, const Words&) {
  session.options.quiet = false;
  session.context.set_verbosity(1);
  return kExitSuccess;
}

int nothing(Session&, const Words&) { return kExitSuccess; }

int quit(Session& session, const Words&) {
  session.done = true;
  return kExitSuccess;
}

int version(Session& session, const Words&) {
  session.context.out() << "slurm " << kSlurmVersion << '\n';
  return kExitSuccess;
}

int ping(Session& session, const Words&) {
  const bool up =
      static_cast<bool>(session.context.link().ask<wire::PingReply>(wire::RequestKind::Ping, wire::Empty{}));
  session.context.out() << "slurmdbd(primary) at " << session.context.caller().hostname << " is "
                        << (up ? "UP" : "DOWN") << '\n';
  return up ? kExitSuccess : kExitFailure;
}

int tell(Session& session, wire::RequestKind kind) {
  const Result<wire::Empty> done = session.context.link().ask<wire::Empty>(kind, wire::Empty{});
  if (done) return kExitSuccess;
  session.context.err() << " Error with request: " << to_string(done.error()) << '\n';
  return kExitFailure;
}
int reconfigure(Session& session, const Words&) { return tell(session, wire::RequestKind::Reconfigure); }
int shutdown(Session& session, const Words&) { return tell(session, wire::RequestKind::Shutdown); }

int clear(Session& session, const Words& arguments) {
  if (arguments.empty() || !stands_for(arguments[0], "Stats", 1)) {
    session.context.err() << "No valid entity in list command\nInput line must include \"Stats\"\n";
    return kExitFailure;
  }
  const Result<wire::StatsReply> done = session.context.link().ask<wire::StatsReply>(
      wire::RequestKind::QueryStats, wire::QueryStatsRequest{true});
  return done ? kExitSuccess : kExitFailure;
}

int archive(Session& session, const Words& arguments) {
  if (arguments.empty() || (!stands_for(arguments[0], "dump", 1) && !stands_for(arguments[0], "load", 1)))
    session.context.err() << "No valid entity in archive command\nInput line must include, \"Dump\", or \"load\"\n";
  else session.context.err() << " Error with request: The history stays in the controller's data base\n";
  return kExitFailure;
}

int help(Session& session, const Words&);

constexpr Verb kVerbs[] = {
    {"add", 3, Arguments::Any, true, add, "ENTITY SPEC...", "add accounts, users, QOS, coordinators"},
    {"archive", 3, Arguments::Any, true, archive, "dump|load", "refused: the history is one data base"},
    {"associations", 3, Arguments::None, false, set_option<&Options::associations>, "",
     "list associations with users and accounts"},
    {"clear", 3, Arguments::Any, true, clear, "stats", "start the counters of the statistics anew"},
    {"create", 3, Arguments::Any, true, add, "", "the same as add"},
    {"delete", 3, Arguments::Any, true, erase, "ENTITY where SPEC...", "remove accounts, users, QOS, coordinators"},
    {"dump", 3, Arguments::Any, false, dump, "CLUSTER [File=NAME]", "write the accounts to a file"},
    {"exit", 3, Arguments::NoneByKeyword, false, quit, "", "leave the prompt"},
    {"help", 2, Arguments::NoneByKeyword, false, help, "", "show this list"},
    {"list", 3, Arguments::Any, false, list, "ENTITY [SPEC...]", "show what there is"},
    {"load", 2, Arguments::Any, true, load, "FILE [clean]", "read such a file"},
    {"modify", 1, Arguments::Any, true, modify, "ENTITY where SPEC... set SPEC...", "change what there is"},
    {"oneliner", 1, Arguments::NoneByKeyword, false, nothing, "", "accepted; a record is one line"},
    {"ping", 4, Arguments::None, false, ping, "", "ask whether the controller answers"},
    {"quiet", 4, Arguments::NoneByKeyword, false, set_option<&Options::quiet>, "", "say nothing but errors"},
    {"quit", 4, Arguments::NoneByKeyword, false, quit, "", "leave the prompt"},
    {"readonly", 4, Arguments::None, false, set_option<&Options::read_only>, "", "refuse to change anything"},
    {"reconfigure", 4, Arguments::None, false, reconfigure, "", "let the controller read its configuration again"},
    {"remove", 3, Arguments::Any, true, erase, "", "the same as delete"},
    {"show", 3, Arguments::Any, false, list, "", "the same as list"},
    {"shutdown", 4, Arguments::None, true, shutdown, "", "end the controller; jobs go on"},
    {"verbose", 4, Arguments::NoneByKeyword, false, verbose, "", "say more"},
    {"version", 4, Arguments::None, false, version, "", "show the version"},
};

int help(Session& session, const Words&) {
  for (const Verb& verb : kVerbs) {
    std::string head = std::string(verb.word) + (verb.synopsis.empty() ? "" : " ") + std::string(verb.synopsis);
    if (head.size() < 40) head.append(40 - head.size(), ' ');
    session.context.out() << "  " << head << ' ' << verb.help << '\n';
  }
  return kExitSuccess;
}

const Verb* find_verb(std::string_view word) {
  for (const Verb& verb : kVerbs)
    if (stands_for(word, verb.word, verb.shortest)) return &verb;
  return nullptr;
}

}  // namespace

int run_verb(Session& session, const Words& words) {
  const Verb* verb = find_verb(words[0]);
  std::ostream& err = session.context.err();
  if (verb == nullptr) {
    err << "invalid keyword: " << words[0] << '\n';
    return kExitFailure;
  }
  if (verb->changes && session.options.read_only) {
    err << "Can't run this command in readonly mode.\n";
    return kExitFailure;
  }
  const Words arguments(words.begin() + 1, words.end());
  if (verb->arguments == Arguments::Any || arguments.empty()) return verb->run(session, arguments);
  if (verb->arguments == Arguments::NoneByKeyword) err << "too many arguments for keyword:" << words[0] << '\n';
  else err << "too many arguments for " << words[0] << " keyword\n";
  if (verb->run == version) version(session, arguments);
  return kExitFailure;
}

}  // namespace minislurm::sacctmgr
