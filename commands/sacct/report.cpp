#include "commands/sacct/report.h"

#include <algorithm>
#include <unordered_map>

#include "commands/sacct/query.h"
#include "commands/sacct/view.h"
#include "commands/support/exit.h"
#include "commands/support/json/accounting.h"
#include "commands/support/messages.h"
#include "libcommon/table/sacct_format.h"
#include "libcommon/text/array_ids.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::sacct {
namespace {

using Layout = table::SacctLayout<Line, View>;

constexpr std::string_view kDefault = "jobid,jobname,partition,account,alloccpus,state,exitcode";
constexpr std::string_view kBrief = "jobid,state,exitcode";
constexpr std::string_view kLong =
    "jobid,jobidraw,jobname,partition,maxvmsize,maxvmsizenode,maxvmsizetask,avevmsize,maxrss,maxrssnode,maxrsstask,"
    "averss,maxpages,maxpagesnode,maxpagestask,avepages,mincpu,mincpunode,mincputask,avecpu,ntasks,alloccpus,elapsed,"
    "state,exitcode,avecpufreq,reqcpufreqmin,reqcpufreqmax,reqcpufreqgov,reqmem,consumedenergy,maxdiskread,"
    "maxdiskreadnode,maxdiskreadtask,avediskread,maxdiskwrite,maxdiskwritenode,maxdiskwritetask,avediskwrite,reqtres,"
    "alloctres,tresusageinave,tresusageinmax,tresusageinmaxnode,tresusageinmaxtask,tresusageinmin,tresusageinminnode,"
    "tresusageinmintask,tresusageintot,tresusageoutmax,tresusageoutmaxnode,tresusageoutmaxtask,tresusageoutave,"
    "tresusageouttot";

Result<Layout> lay_out(const Options& options) {
  const std::string_view format = options.brief       ? kBrief
                                  : options.long_list ? kLong
                                  : options.format    ? std::string_view{*options.format}
                                                      : kDefault;
  Result<Layout> layout = table::lay_out_sacct<Line, View>(format, fields());
  if (!layout) return layout;
  layout->style = options.parsable_open ? table::SacctStyle::ParsableOpen
                  : options.parsable    ? table::SacctStyle::Parsable
                                        : table::SacctStyle::Columns;
  layout->delimiter = options.delimiter;
  return layout;
}

bool shows(const Layout& layout, std::string_view field) {
  return std::any_of(layout.cells.begin(), layout.cells.end(),
                     [field](const auto& cell) { return cell.first->name == field; });
}

// Slurm keeps comments in its data base only where the configuration says so.
bool keeps_comments(Context& context) {
  const Result<wire::ClusterReply> reply = context.link().ask<wire::ClusterReply>(
      wire::RequestKind::QueryCluster, wire::QueryClusterRequest{wire::kConfig});
  if (!reply) return false;
  for (const auto& entry : reply->config)
    if (text::iequals(entry.first, "AccountingStoreFlags"))
      return text::lower(entry.second).find("job_comment") != std::string::npos;
  return false;
}

// The lines of the jobs, each with its steps behind it.
std::vector<Line> lines_of(const wire::HistoryReply& reply, const Options& options) {
  std::unordered_map<std::uint32_t, std::vector<const Step*>> steps;
  for (const Step& step : reply.steps) steps[number(step.id.job)].push_back(&step);
  std::vector<Line> lines;
  for (const Job& job : reply.jobs) {
    if (!wants_job(job, options)) continue;
    const std::vector<const Step*>& of_job = steps[number(job.id)];
    if (wants_line(job, nullptr, options)) lines.push_back({&job, nullptr, of_job});
    for (const Step* step : of_job)
      if (wants_line(job, step, options)) lines.push_back({&job, step, {}});
  }
  return lines;
}

// With --array a waiting array is as many jobs as it has tasks.
void expand_arrays(wire::HistoryReply& reply) {
  std::vector<Job> jobs;
  for (Job& job : reply.jobs) {
    const std::vector<std::uint32_t> tasks = job.array_pending;
    if (tasks.empty()) jobs.push_back(std::move(job));
    for (const std::uint32_t task : tasks) {
      jobs.push_back(job);
      jobs.back().array_pending.clear();
      jobs.back().array_task = task;
    }
  }
  reply.jobs = std::move(jobs);
}

int print_scripts(const Options& options, const wire::HistoryReply& reply, Context& context) {
  for (const Job& job : reply.jobs) {
    const Result<wire::ScriptReply> kept = context.link().ask<wire::ScriptReply>(
        wire::RequestKind::QueryScript, wire::QueryScriptRequest{job.id});
    std::string text = !kept ? std::string{} : options.batch_script ? kept->script : kept->environment;
    if (!options.batch_script) std::replace(text.begin(), text.end(), '\0', '\n');
    if (!options.no_header)
      context.out() << (options.batch_script ? "Batch Script for " : "Environment used for ") << to_string(job.id)
                    << '\n'
                    << std::string(80, '-') << '\n';
    context.out() << (text.empty() ? "NONE" : text);
    if (text.empty() || text.back() != '\n') context.out() << '\n';
  }
  return kExitSuccess;
}

int complain(Context& context, const Error& why) {
  if (why.code == Code::Generic) {
    context.err() << why.detail << '\n';  // Slurm prints what is wrong with a time bare
  } else {
    error(context, why.detail.empty() ? to_string(why) : why.detail);
  }
  return kExitFailure;
}

}  // namespace

int report(const Options& options, Context& context) {
  const Result<Layout> layout = lay_out(options);
  if (!layout) {
    error(context, layout.error().detail);
    return kExitFailure;
  }
  const Result<wire::QueryHistoryRequest> query = make_query(options, context);
  if (!query) return complain(context, query.error());
  verbose(context, "Jobs eligible from " + text::format_time_point(query->since) + " - " +
                       text::format_time_point(query->until));
  Result<wire::HistoryReply> reply =
      context.link().ask<wire::HistoryReply>(wire::RequestKind::QueryHistory, *query);
  if (!reply && reply.error().code == Code::InvalidJobId) reply = wire::HistoryReply{{}, {}, context.now(), {}};
  if (!reply) {
    error(context, to_string(reply.error()));
    return kExitFailure;
  }
  if (options.array) expand_arrays(*reply);
  if (options.batch_script || options.environment) return print_scripts(options, *reply, context);
  if (options.document.asked) {
    reply->jobs.erase(std::remove_if(reply->jobs.begin(), reply->jobs.end(),
                                     [&options](const Job& job) { return !wants_job(job, options); }),
                      reply->jobs.end());
    documents::DocumentOptions document = options.document.options;
    document.cluster = reply->cluster_name;
    context.out() << documents::accounting_document(*reply, document);
    return kExitSuccess;
  }
  View view;
  view.now = reply->now;
  view.cluster_name = reply->cluster_name;
  view.time_format = context.env("SLURM_TIME_FORMAT").value_or("");
  view.unit = options.unit;
  view.convert = !options.no_convert;
  if (options.truncate) {
    view.since = query->since;
    view.until = query->until;
  }
  if (shows(*layout, "Comment")) view.keeps_comments = keeps_comments(context);
  context.out() << table::render_sacct(*layout, lines_of(*reply, options), view, !options.no_header);
  return kExitSuccess;
}

}  // namespace minislurm::sacct
