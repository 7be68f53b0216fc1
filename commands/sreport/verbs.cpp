#include "commands/sreport/verbs.h"

#include <algorithm>
#include <span>

#include "commands/sreport/reports.h"
#include "commands/support/exit.h"
#include "libcommon/text/words.h"

namespace minislurm::sreport {
namespace {

struct ReportName {
  std::string_view name;
  std::size_t shortest;
  int (*print)(Session& session, const Query& query);
};

constexpr ReportName kCluster[] = {
    {"AccountUtilizationByUser", 21, account_by_user}, {"AccountUtilizationByQOS", 21, account_by_qos},
    {"UserUtilizationByAccount", 18, user_by_account},
    {"UserUtilizationByWckey", 18, user_by_wckey},     {"Utilization", 2, utilization},
    {"WCKeyUtilizationByUser", 1, wckey_by_user}};
constexpr ReportName kJob[] = {{"SizesByAccount", 1, sizes_by_account},
                               {"SizesByAccountAndWcKey", 15, sizes_by_account_and_wckey},
                               {"SizesByWcKey", 8, sizes_by_wckey}};
constexpr ReportName kReservation[] = {{"Utilization", 1, reservation_utilization}};
constexpr ReportName kUser[] = {{"TopUsage", 1, top_usage}};

struct Verb {
  std::string_view word;
  std::size_t shortest;
  std::span<const ReportName> reports;                  // none: it is no report
  int (*run)(Session& session, const Words& arguments);
  std::string_view valid;                               // said where the report is unknown; of others: what it does
};

template <table::SacctStyle Style>
int set_style(Session& session, const Words&) {
  session.options.style = Style;
  return kExitSuccess;
}

template <int Level>
int set_verbosity(Session& session, const Words&) {
  session.context.set_verbosity(Level);
  return kExitSuccess;
}

int quit(Session& session, const Words&) {
  session.done = true;
  return kExitSuccess;
}

int version(Session& session, const Words&) {
  session.context.out() << "slurm " << kSlurmVersion << '\n';
  return kExitSuccess;
}

int help(Session& session, const Words&);

constexpr Verb kVerbs[] = {
    {"cluster", 2, kCluster, nullptr,
     "Valid cluster reports are, \"AccountUtilizationByUser\", \"AccountUtilizationByQOS\", "
     "\"UserUtilizationByAccount\", "
     "\"UserUtilizationByWckey\", \"Utilization\", and \"WCKeyUtilizationByUser\""},
    {"job", 1, kJob, nullptr, "Valid job reports are, \"SizesByAccount, SizesByAccountAndWcKey, and  SizesByWckey\""},
    {"reservation", 2, kReservation, nullptr, "Valid reservation reports are, \"Utilization\""},
    {"user", 1, kUser, nullptr, "Valid user reports are, \"Top\""},
    {"exit", 1, {}, quit, "leave the prompt"},
    {"help", 2, {}, help, "show this list"},
    {"nonparsable", 4, {}, set_style<table::SacctStyle::Columns>, "columns again"},
    {"parsable", 8, {}, set_style<table::SacctStyle::Parsable>, "a | behind every field"},
    {"parsable2", 9, {}, set_style<table::SacctStyle::ParsableOpen>, "a | between fields"},
    {"quiet", 4, {}, set_verbosity<-1>, "say nothing but errors"},
    {"quit", 4, {}, quit, "leave the prompt"},
    {"verbose", 4, {}, set_verbosity<1>, "say more"},
    {"version", 4, {}, version, "show the version"},
};

int help(Session& session, const Words&) {
  std::string out;
  for (const Verb& verb : kVerbs) {
    if (verb.reports.empty())
      out += "  " + std::string(verb.word) + std::string(40 - verb.word.size(), ' ') + ' ' + std::string(verb.valid) +
             "\n";
    for (const ReportName& report : verb.reports)
      out += "  " + std::string(verb.word) + " " + std::string(report.name) + " [CONDITION...]\n";
  }
  session.context.out() << out << "  time FORMAT" << std::string(31, ' ')
                        << "Seconds, Minutes, Hours, Percent, SecPer, MinPer or HourPer\n";
  return kExitSuccess;
}

bool stands_for(std::string_view written, std::string_view word, std::size_t shortest) {
  return written.size() >= shortest && text::istarts_with(word, written);
}

int make_report(Session& session, const Verb& verb, const Words& words) {
  if (words.size() < 2) {
    session.context.err() << "too few arguments for keyword:" << words[0] << '\n';
    return kExitFailure;
  }
  for (const ReportName& report : verb.reports)
    if (stands_for(words[1], report.name, report.shortest))
      return report.print(session, read_query(session, Words(words.begin() + 2, words.end())));
  session.context.err() << "Not valid report " << words[1] << '\n' << verb.valid << '\n';
  return kExitFailure;
}

}  // namespace

void set_time_format(Session& session, const std::string& written) {
  if (const std::optional<TimeFormat> format = find_time_format(written)) session.time = *format;
  else session.context.err() << "unknown time format " << written;
}

int run_verb(Session& session, const Words& words) {
  std::ostream& err = session.context.err();
  if (stands_for(words[0], "time", 1)) {
    if (words.size() == 2) set_time_format(session, words[1]);
    else err << "too " << (words.size() < 2 ? "few" : "many") << " arguments for keyword:" << words[0] << '\n';
    return words.size() == 2 ? kExitSuccess : kExitFailure;
  }
  const auto* verb = std::find_if(std::begin(kVerbs), std::end(kVerbs),
                                  [&](const Verb& one) { return stands_for(words[0], one.word, one.shortest); });
  if (verb == std::end(kVerbs)) {
    err << "invalid keyword: " << words[0] << '\n';
    return kExitFailure;
  }
  if (!verb->reports.empty()) return make_report(session, *verb, words);
  if (words.size() == 1) return verb->run(session, {});
  const bool keyword_last = verb->run == version || verb->run == set_verbosity<1>;
  if (keyword_last) err << "too many arguments for " << words[0] << " keyword\n";
  else err << "too many arguments for keyword:" << words[0] << '\n';
  return kExitFailure;
}

}  // namespace minislurm::sreport
