#include "commands/sacct/report.h"

#include <algorithm>
#include <iterator>

#include "commands/sacct/field_texts.h"
#include "commands/sacct/query.h"
#include "commands/sacct/view.h"
#include "commands/support/exit.h"
#include "commands/support/json/accounting.h"
#include "commands/support/messages.h"
#include "commands/support/steps_of_runs.h"
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

// What -o has gathered, then what -b and -l stand for; a variable or the usual fields where nothing is asked for.
std::string wanted_fields(const Options& options, const Context& context) {
  std::string fields = options.format;
  if (options.brief) fields += std::string{kBrief} + ",";
  if (options.long_list) fields += kLong;
  return fields.empty() ? context.env("SACCT_FORMAT").value_or(std::string{kDefault}) : fields;
}

Result<Layout> lay_out(const Options& options, const Context& context) {
  const std::string asked = wanted_fields(options, context);
  std::string wanted;
  for (const std::string_view field : text::split(asked, ',')) {
    if (field.empty()) break;  // what follows an empty field is not read
    if (text::trim(field) != field) return Error::generic("Invalid field requested: \"" + std::string{field} + "\"");
    wanted += std::string{field} + ",";
  }
  Result<Layout> layout = table::lay_out_sacct<Line, View>(wanted, fields());
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

// What Slurm's database keeps only where the configuration says so: "job_comment", "job_script", "job_env".
bool keeps(std::string_view what, Context& context) {
  const Result<wire::ClusterReply> reply = context.link().ask<wire::ClusterReply>(
      wire::RequestKind::QueryCluster, wire::QueryClusterRequest{wire::kConfig});
  if (!reply) return false;
  for (const auto& entry : reply->config)
    if (text::iequals(entry.first, "AccountingStoreFlags"))
      return text::lower(entry.second).find(what) != std::string::npos;
  return false;
}

bool is_of_asked_cluster(const Options& options, const std::string& name) {
  const auto& asked = options.clusters;
  return asked.empty() || std::any_of(asked.begin(), asked.end(), [&name](const std::string& one) {
           return text::iequals(one, name) || text::iequals(one, "all");
         });
}

// The runs of a job that was put back are jobs of the same id, the last one last.
void leave_last_runs(wire::HistoryReply& reply) {
  std::set<JobId> seen;
  std::reverse(reply.jobs.begin(), reply.jobs.end());
  std::erase_if(reply.jobs, [&seen](const Job& job) { return !seen.insert(job.id).second; });
  std::reverse(reply.jobs.begin(), reply.jobs.end());
}

// The lines of the jobs, each with its steps behind it.
std::vector<Line> lines_of(const wire::HistoryReply& reply, const Options& options) {
  const StepsOfRuns steps(reply);
  std::vector<Line> lines;
  for (const Job& job : reply.jobs) {
    if (!wants_job(job, options)) continue;
    const std::vector<const Step*> of_job = steps.of(job);
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
  const bool stored = keeps(options.batch_script ? "job_script" : "job_env", context);
  for (const Job& job : reply.jobs) {
    if (!wants_job(job, options)) continue;
    wire::ScriptReply kept;
    if (stored)
      kept = context.link()
                 .ask<wire::ScriptReply>(wire::RequestKind::QueryScript, wire::QueryScriptRequest{job.id})
                 .value_or({});
    std::string text = options.batch_script ? kept.script : kept.environment;
    if (!options.batch_script) std::replace(text.begin(), text.end(), '\0', '\n');
    if (!options.no_header)
      context.out() << (options.batch_script ? "Batch Script for " : "Environment used for ")
                    << id_text({&job, nullptr, {}})
                    << (options.batch_script ? "\n" : " (must be batch to display)\n") << std::string(80, '-') << '\n';
    context.out() << (text.empty() ? "NONE" : text) << '\n';
  }
  return kExitSuccess;
}

int complain(Context& context, const Error& why) {
  if (why.code == Code::Generic && (why.detail.empty() || why.detail.back() == '\n')) {
    context.err() << why.detail;  // Slurm prints what is wrong with a time bare
  } else {
    error(context, why.detail.empty() ? to_string(why) : why.detail);
  }
  return kExitFailure;
}

// What cannot be asked together; true: it has been said.
bool refuses(const Options& options, Context& context) {
  struct Row {
    bool wrong;
    std::string_view text;
  };
  const Row rows[] = {
      {!options.format.empty() && options.long_list,
       "Options -o(--format) and -l(--long) are mutually exclusive. Please remove one and retry."},
      {options.batch_script && options.environment, "Options --batch-script and --env-vars are mutually exclusive"},
      {options.batch_script && options.jobs.empty(),
       "When requesting job scripts you must also request specific jobs with the '-j' option."},
      {options.environment && options.jobs.empty(),
       "When requesting job environment you must also request specific jobs with the '-j' option."},
  };
  const auto wrong = std::find_if(std::begin(rows), std::end(rows), [](const Row& row) { return row.wrong; });
  if (wrong == std::end(rows)) return false;
  fatal(context, wrong->text);
  return true;
}

View make_view(const Options& options, const Window& window, const wire::HistoryReply& reply,
               const Context& context) {
  View view;
  view.now = reply.now;
  view.cluster_name = reply.cluster_name;
  view.time_format = context.env("SLURM_TIME_FORMAT").value_or("");
  view.unit = options.unit;
  view.convert = !options.no_convert;
  view.expand_patterns = options.expand_patterns;
  if (options.truncate) {
    view.since = window.since;
    view.until = window.until - Seconds{1};
  }
  return view;
}

}  // namespace

int report(const Options& options, Context& context) {
  if (refuses(options, context)) return kExitFailure;
  const Result<Layout> layout = lay_out(options, context);
  if (!layout) return complain(context, layout.error().code == Code::Generic
                                            ? Error{Code::InvalidValue, layout.error().detail}
                                            : layout.error());
  const Result<Window> window = time_window(options, context.now());
  if (!window) return complain(context, window.error());
  const Result<wire::QueryHistoryRequest> query = make_query(options, *window, context);
  if (!query) return complain(context, query.error());
  verbose(context, window_text(options, *window));
  Result<wire::HistoryReply> reply =
      context.link().ask<wire::HistoryReply>(wire::RequestKind::QueryHistory, *query);
  if (!reply && reply.error().code == Code::InvalidJobId) reply = wire::HistoryReply{{}, {}, context.now(), {}};
  if (!reply) return complain(context, Error{reply.error().code, to_string(reply.error())});
  if (!is_of_asked_cluster(options, reply->cluster_name)) reply->jobs.clear();
  if (!options.duplicates) leave_last_runs(*reply);
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
  View view = make_view(options, *window, *reply, context);
  if (shows(*layout, "Comment")) view.keeps_comments = keeps("job_comment", context);
  context.out() << table::render_sacct(*layout, lines_of(*reply, options), view, !options.no_header);
  return kExitSuccess;
}

}  // namespace minislurm::sacct
