#include "commands/sattach/options.h"

#include "libcommon/options/setters.h"
#include "libcommon/text/count.h"

namespace minislurm::sattach {
namespace {

using options::Argument;
using options::count_up;
using options::set_flag;

constexpr std::uint32_t kMostTask = 65533;

constexpr char kInput[] = "input-filter", kOutput[] = "output-filter", kError[] = "error-filter";

template <auto Member, const char* Name>
Status set_task(Options& to, std::string_view value) {
  const Result<std::uint32_t> task = text::parse_u32(value, kMostTask);
  if (!task)
    return Error{options::kFatalValue, "Invalid numeric value \"" + std::string(value) + "\" for " + Name + "."};
  to.*Member = *task;
  return {};
}

constexpr options::Option<Options> kRows[] = {
    {kInput, 0, Argument::Required, "TASK", "", "send standard input to this task only",
     set_task<&Options::input_task, kInput>},
    {kOutput, 0, Argument::Required, "TASK", "", "show this task's standard output only",
     set_task<&Options::output_task, kOutput>},
    {kError, 0, Argument::Required, "TASK", "", "show this task's standard error only",
     set_task<&Options::error_task, kError>},
    {"label", 'l', Argument::None, "", "", "put the task's number before each line", set_flag<&Options::label>},
    {"layout", 0, Argument::None, "", "", "show which task runs where, and attach to nothing",
     set_flag<&Options::layout>},
    {"pty", 0, Argument::None, "", "", "hand every key to the step's terminal", set_flag<&Options::pty>},
    {"quiet", 'Q', Argument::None, "", "", "errors only", count_up<&Options::quiet>},
    {"verbose", 'v', Argument::None, "", "", "say more; -vv: still more", count_up<&Options::verbose>},
};

constexpr options::Option<options::StandardOptions> kHelp[] = {
    {"help", 'h', Argument::None, "", "", "show this list of options", options::kHelpRows[0].set},
    {"usage", 'u', Argument::None, "", "", "show the options in brief", options::kHelpRows[1].set},
    {"version", 'V', Argument::None, "", "", "show the version", options::kHelpRows[2].set},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Options", kRows).add("Help", kHelp);
  return set;
}

}  // namespace minislurm::sattach
