#include "commands/sstat/run.h"

#include <algorithm>
#include <map>

#include "commands/sstat/fields.h"
#include "commands/sstat/options.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "commands/support/name_lists.h"
#include "libcommon/table/sacct_format.h"
#include "libcommon/text/hostlist.h"

namespace minislurm::sstat {
namespace {

using Layout = table::SacctLayout<Line, UnitStyle>;

constexpr options::HelpText kHelp{"sstat", "[OPTION...] -j JOB[.STEP],...",
                                  "Shows what running steps have used so far."};
constexpr std::string_view kDefault =
    "jobid,alloctres,maxvmsize,maxvmsizenode,maxvmsizetask,avevmsize,maxrss,maxrssnode,maxrsstask,averss,maxpages,"
    "maxpagesnode,maxpagestask,avepages,mincpu,mincpunode,mincputask,avecpu,ntasks,avecpufreq,reqcpufreqmin,"
    "reqcpufreqmax,reqcpufreqgov,consumedenergy,maxdiskread,maxdiskreadnode,maxdiskreadtask,avediskread,maxdiskwrite,"
    "maxdiskwritenode,maxdiskwritetask,avediskwrite,tresusageinave,tresusageinmax,tresusageinmaxnode,"
    "tresusageinmaxtask,tresusageinmin,tresusageinminnode,tresusageinmintask,tresusageintot,tresusageoutave,"
    "tresusageoutmax,tresusageoutmaxnode,tresusageoutmaxtask,tresusageoutmin,tresusageoutminnode,tresusageoutmintask,"
    "tresusageouttot";
constexpr std::string_view kPids = "jobid,nodelist,pids";

std::string list_fields() {
  std::vector<std::string> names;
  for (const Field& field : fields()) names.emplace_back(field.name);
  return in_columns(names);
}

Result<Layout> lay_out(const Options& options) {
  const std::string wanted = (options.pids ? std::string{kPids} + "," : std::string{}) + options.format;
  Result<Layout> layout =
      table::lay_out_sacct<Line, UnitStyle>(wanted.empty() ? kDefault : std::string_view{wanted}, fields());
  if (!layout) return layout;
  layout->style = options.parsable_open ? table::SacctStyle::ParsableOpen
                  : options.parsable    ? table::SacctStyle::Parsable
                                        : table::SacctStyle::Columns;
  return layout;
}

bool shows(const Layout& layout, std::string_view field) {
  return std::any_of(layout.cells.begin(), layout.cells.end(),
                     [field](const auto& cell) { return cell.first->name == field; });
}

// The numbers of a step's processes by node, separated by commas.
std::map<std::string, std::string> processes_of(const StepId& step, Context& context) {
  std::map<std::string, std::string> by_node;
  const Result<wire::ProcessesReply> reply = context.link().ask<wire::ProcessesReply>(
      wire::RequestKind::ListProcesses, wire::ListProcessesRequest{step.job, step.step});
  if (!reply) return by_node;
  for (const wire::ListedProcess& process : reply->processes) {
    std::string& pids = by_node[process.node];
    pids += (pids.empty() ? "" : ",") + std::to_string(process.pid);
  }
  return by_node;
}

// One line for a step; with -i one for each of its nodes.
std::vector<Line> lines_of(const Step& step, const Options& options, const Layout& layout, Context& context) {
  const std::vector<std::string> nodes = step.allocation.node_names();
  std::map<std::string, std::string> pids;
  if (shows(layout, "Pids")) pids = processes_of(step.id, context);
  std::vector<Line> lines;
  if (options.pids) {
    for (const std::string& node : nodes) lines.push_back({step, node, pids[node]});
    return lines;
  }
  std::string all;
  for (const auto& [node, own] : pids) all += (all.empty() ? "" : ",") + own;
  return {{step, text::compress_hostlist(nodes), all}};
}

// The running steps that are meant; an error's line has been printed where there are none.
std::vector<Step> steps_of(const JobChoice& choice, const Options& options, Context& context) {
  const wire::JobSelector selector{choice.job, {}, choice.step};
  Result<wire::StepsReply> reply = context.link().ask<wire::StepsReply>(
      wire::RequestKind::QueryStepUsage, wire::QueryStepUsageRequest{{selector}, options.all_steps});
  const std::string job = "JobId=" + to_string(choice.job);
  if (!reply) {
    const bool unknown = reply.error().code == Code::InvalidJobId;
    error(context, unknown ? "couldn't get steps for " + job : to_string(reply.error()));
    return {};
  }
  std::vector<Step>& steps = reply->steps;
  // Of an array without more said: the task that has the array's own id, if it runs.
  if (!options.all_steps && !choice.step && steps.size() > 1) {
    const auto own = std::find_if(steps.begin(), steps.end(),
                                  [&choice](const Step& one) { return one.id.job == choice.job; });
    steps = {own == steps.end() ? steps.front() : *own};
  }
  if (!steps.empty()) return std::move(steps);
  if (choice.step) {
    error(context, "StepId=" + to_string(StepId{choice.job, *choice.step}) + " not found running.");
  } else if (std::none_of(reply->jobs.begin(), reply->jobs.end(), [](const Job& one) {
               return one.state == JobState::Running || one.state == JobState::Suspended;
             })) {
    error(context, "No steps running for " + job);
  }
  return {};
}

int report(const Options& options, Context& context) {
  if (options.jobs.empty()) {
    error(context, "You didn't give me any jobs to stat.");
    return kExitFailure;
  }
  const Result<Layout> layout = lay_out(options);
  if (!layout) {
    error(context, layout.error().detail);
    return kExitFailure;
  }
  const UnitStyle style{0, !options.no_convert};
  context.out() << table::render_sacct(*layout, std::vector<Line>{}, style, !options.no_header);
  for (const JobChoice& choice : options.jobs)
    for (const Step& step : steps_of(choice, options, context))
      context.out() << table::render_sacct(*layout, lines_of(step, options, *layout, context), style, false);
  return kExitSuccess;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  const CommandLine line = read_command_line(context, set, {}, arguments, kHelp, options);
  if (line.exit_code) return *line.exit_code;
  if (options.help_fields) {
    context.out() << list_fields();
    return kExitSuccess;
  }
  context.set_verbosity(options.verbose);
  for (const std::string& operand : line.operands)
    if (const Status added = add_jobs(options, operand); !added) return report_option_error(context, added.error());
  return report(options, context);
}

}  // namespace minislurm::sstat
