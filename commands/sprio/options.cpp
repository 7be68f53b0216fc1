#include "commands/sprio/options.h"

#include <string_view>

#include "commands/support/selectors.h"
#include "libcommon/options/setters.h"

namespace minislurm::sprio {
namespace {

using options::Argument;
using options::count_up;
using options::ignore;
using options::Option;
using options::set_flag;
using options::set_text;
using Value = std::string_view;

// "70012,70013_2": the jobs, whatever the tasks. Slurm says which word is wrong.
Status set_jobs(Options& to, Value value) {
  to.jobs_text = std::string{value};
  to.jobs.emplace();
  for (const Value word : text::split_list(value)) {
    const Result<wire::JobSelector> one = parse_job_selector(word);
    if (!one || number(one->job) == 0 || one->tasks.size() > 1 || word.find('[') != Value::npos)
      return Error{options::kFatalValue, "Invalid job id: " + std::string{word}};
    to.jobs->push_back(*one);
  }
  return {};
}

// -j alone means all jobs.
Status set_optional_jobs(Options& to, Value value) { return value.empty() ? Status{} : set_jobs(to, value); }

template <std::optional<std::vector<std::string>> Options::*List, std::string Options::*Text>
Status set_names(Options& to, Value value) {
  to.*Text = std::string{value};
  (to.*List).emplace();
  for (const Value name : text::split_list(value)) (to.*List)->emplace_back(name);
  return {};
}

Status set_format(Options& to, Value value) {
  to.format_on_line = true;
  return set_text<&Options::format>(to, value);
}

constexpr Option<Options> kRows[] = {
    {"format", 'o', Argument::Required, "FORMAT", "SPRIO_FORMAT", "columns by letters: \"%.15i %9r %.10Y\"",
     set_format},
    {"jobs", 'j', Argument::Optional, "JOB,...", "", "these jobs", set_optional_jobs},
    {"long", 'l', Argument::None, "", "", "more columns", set_flag<&Options::long_list>},
    {"noheader", 'h', Argument::None, "", "", "no line of headings", set_flag<&Options::no_header>},
    {"norm", 'n', Argument::None, "", "", "factors between 0 and 1, before they are weighted",
     set_flag<&Options::normalized>},
    {"partition", 'p', Argument::Required, "PARTITION,...", "", "jobs of these partitions",
     set_names<&Options::partitions, &Options::partitions_text>},
    {"sort", 'S', Argument::Required, "KEYS", "", "order of the lines, by letters of --format",
     set_text<&Options::sort>},
    {"user", 'u', Argument::Required, "USER,...", "", "jobs of these users",
     set_names<&Options::users, &Options::users_text>},
    {"verbose", 'v', Argument::None, "", "", "say first what was asked for", count_up<&Options::verbose>},
    {"weights", 'w', Argument::None, "", "", "the weights of the factors and no jobs", set_flag<&Options::weights>},
    {"cluster", 'M', Argument::Required, "CLUSTER,...", "", "ask this cluster; there is one",
     set_text<&Options::clusters>},
    {"clusters", 0, Argument::Required, "CLUSTER,...", "SLURM_CLUSTERS", "", set_text<&Options::clusters>},
    {"federation", 0, Argument::None, "", "SPRIO_FEDERATION", "accepted; there is one cluster", ignore},
    {"local", 0, Argument::None, "", "SPRIO_LOCAL", "accepted; there is one cluster", ignore},
    {"sibling", 0, Argument::None, "", "SPRIO_SIBLING", "a column for the cluster", set_flag<&Options::sibling>},
    {"helpformat", 0, Argument::None, "", "", "list the letters of --format", set_flag<&Options::help_format>},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Options", kRows).add("Help", options::kHelpRows);
  return set;
}

std::vector<std::string> attach_optional_values(const std::vector<std::string>& arguments) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const std::string& word = arguments[at];
    if (word == "--") {
      out.insert(out.end(), arguments.begin() + static_cast<std::ptrdiff_t>(at), arguments.end());
      break;
    }
    const bool by_letter = word.size() > 1 && word[0] == '-' && word.back() == 'j' &&
                           word.find_first_not_of("hlnvw", 1) == word.size() - 1;
    const bool by_name = word == "--jobs" || word == "--job";
    const bool follows = at + 1 < arguments.size() && arguments[at + 1].substr(0, 1) != "-";
    if ((by_letter || by_name) && follows) {
      out.push_back(word + (by_name ? "=" : "") + arguments[++at]);
      // Slurm takes an empty list for one that names no job.
      if (out.back().back() == '=' || out.back().back() == 'j') out.back() += ',';
      continue;
    }
    out.push_back(word);
    const bool needs_value = word.size() == 2 && word[0] == '-' && Value("opSuM").find(word[1]) != Value::npos;
    if (needs_value && at + 1 < arguments.size()) out.push_back(arguments[++at]);
  }
  return out;
}

}  // namespace minislurm::sprio
