#include "commands/scancel/run.h"

#include "commands/scancel/options.h"
#include "commands/scancel/selection.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/identity.h"
#include "commands/support/messages.h"
#include "commands/support/selectors.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/signal_name.h"

namespace minislurm::scancel {
namespace {

// Slurm ends with this code itself, as far as it fits.
constexpr Code kNotWholeHetJob{2108};

constexpr options::HelpText kHelp{"scancel", "[OPTION...] [JOB[_TASK][.STEP]...]",
                                  "Ends or signals jobs, tasks of arrays, and steps."};
constexpr std::string_view kPrefixes[] = {"SCANCEL_", "SLURM_"};
constexpr std::uint32_t kSigKill = 9;
constexpr int kNoSuchStep = 225;  // the error's number, 2017, as far as an exit status holds it

// Every reader below prints what is wrong and returns none.
std::optional<std::vector<wire::JobSelector>> read_ids(Context& context, const std::vector<std::string>& operands) {
  std::vector<wire::JobSelector> ids;
  for (const std::string& operand : operands) {
    Result<std::vector<wire::JobSelector>> parsed = parse_job_selectors(operand);
    if (!parsed) {
      error(context, "Invalid job id " + operand);
      return std::nullopt;
    }
    ids.insert(ids.end(), parsed->begin(), parsed->end());
  }
  return ids;
}

std::optional<std::uint32_t> read_signal(Context& context, const std::string& text) {
  if (text.empty()) return 0;
  const Result<int> number = text::parse_signal(text);
  if (number) return static_cast<std::uint32_t>(*number);
  context.err() << "Unknown job signal: " << text << '\n';
  return std::nullopt;
}

std::optional<Filter> read_filter(Context& context, const Options& options) {
  Filter filter{options.account, options.name, options.partition, options.qos, options.reservation, options.wckey,
                std::nullopt,    std::nullopt, {}};
  if (options.me) filter.user = context.caller().user;
  if (!options.user.empty()) {
    filter.user = find_user(options.user);
    if (!filter.user) {
      error(context, "Invalid user name: " + options.user);
      return std::nullopt;
    }
  }
  if (!options.state.empty()) {
    const StateName* state = find_state(options.state);
    if (state == nullptr || state->is_flag) {
      context.err() << "Invalid job state specified: " << options.state
                    << "\nValid job states are PENDING, RUNNING, and SUSPENDED\n";
      return std::nullopt;
    }
    filter.state = static_cast<JobState>(state->bits);
  }
  if (!options.nodes.empty()) {
    const Result<std::vector<std::string>> names = text::expand_hostlist(options.nodes);
    if (!names) {
      error(context, "Invalid node list: " + options.nodes);
      return std::nullopt;
    }
    filter.nodes.insert(names->begin(), names->end());
  }
  return filter;
}

bool confirmed(Context& context, const wire::JobSelector& job) {
  context.out() << "Cancel job_id=" << to_text(job) << " [y/n]? " << std::flush;
  std::string answer;
  return std::getline(context.in(), answer) && !answer.empty() && (answer[0] == 'y' || answer[0] == 'Y');
}

// Ids alone are sent as they are; a filter needs the jobs first.
Result<std::vector<wire::JobSelector>> chosen_jobs(Context& context, const std::vector<wire::JobSelector>& ids,
                                                   const Options& options, const Filter& filter) {
  if (!options.has_filter()) return ids;
  wire::QueryJobsRequest query;
  query.with_finished = false;
  const auto reply = context.link().ask<wire::JobsReply>(wire::RequestKind::QueryJobs, query);
  if (!reply) return reply.error();
  return select(reply->jobs, ids, filter);
}

int cancel(Context& context, const Options& options, wire::CancelRequest request) {
  for (const wire::JobSelector& job : request.jobs) {
    const bool terminates = request.signal == 0 || request.signal == kSigKill;
    verbose(context, (terminates ? "Terminating " : "Signal " + std::to_string(request.signal) + " to ") +
                         (job.step ? std::string("step ") : std::string("job ")) + to_text(job));
  }
  const auto outcome = context.link().ask<wire::OutcomeList>(wire::RequestKind::Cancel, request);
  if (!outcome) {
    error(context, to_string(outcome.error()));
    return kExitFailure;
  }
  int result = kExitSuccess;
  for (std::size_t index = 0; index < outcome->codes.size() && index < request.jobs.size(); ++index) {
    const Code code = outcome->codes[index];
    const wire::JobSelector& job = request.jobs[index];
    const bool no_need = code == Code::InvalidJobId || code == Code::AlreadyDone;
    if (code == Code::Success || (code == Code::JobPending && (options.quiet || job.step))) continue;
    if (no_need && job.step) {
      error(context, "Kill job error on job step id " + to_string(job.job) + ": " +
                         std::string(text_of(Code::InvalidJobId)));
      result = kNoSuchStep;
      continue;
    }
    // A job that is unknown or over needs no cancelling: Slurm says nothing of it either, unless asked to say more.
    if (no_need && options.verbose == 0) continue;
    error(context, "Kill job error on job id " + to_text(job) + ": " + std::string(text_of(code)));
    if (!no_need) result = code == kNotWholeHetJob ? static_cast<int>(static_cast<std::uint32_t>(code) & 0xffU) : kExitFailure;
  }
  return result;
}

// " partition=short state=PENDING": the filters that were given.
std::string filters_text(const Options& options, const Context& context) {
  std::string text;
  const auto add = [&text](const char* name, const std::string& value) {
    if (!value.empty()) text += std::string{" "} + name + "=" + value;
  };
  add("account", options.account);
  add("job_name", options.name);
  add("nodelist", options.nodes);
  add("partition", options.partition);
  add("qos", options.qos);
  add("reservation", options.reservation);
  const StateName* state = find_state(options.state);
  add("state", state == nullptr ? std::string{} : std::string{state->name});
  add("user_name", options.me ? std::to_string(number(context.caller().user)) : options.user);
  add("wckey", options.wckey);
  return text;
}

int run_with(const Options& options, const std::vector<std::string>& operands, Context& context) {
  if (operands.empty() && !options.has_filter()) {
    error(context, "No job identification provided");
    return kExitFailure;
  }
  const auto ids = read_ids(context, operands);
  if (!ids) return kExitFailure;
  const auto signal = read_signal(context, options.signal);
  if (!signal) return kExitFailure;
  const auto filter = read_filter(context, options);
  if (!filter) return kExitFailure;

  const auto chosen = chosen_jobs(context, *ids, options, *filter);
  if (!chosen) {
    error(context, to_string(chosen.error()));
    return kExitFailure;
  }
  if (chosen->empty() && options.verbose > 0 && options.has_filter())
    error(context, "No active jobs match ALL job filters, including:" + filters_text(options, context));
  wire::CancelRequest request;
  request.admin_comment = options.admin_comment;
  request.signal = *signal == kSigKill && !options.batch ? 0 : *signal;
  if (options.batch && options.signal.empty()) request.signal = kSigKill;
  request.batch_only = options.batch && !options.full;
  request.full = options.full;
  for (const wire::JobSelector& job : *chosen)
    if (!options.interactive || confirmed(context, job)) request.jobs.push_back(job);
  return request.jobs.empty() ? kExitSuccess : cancel(context, options, std::move(request));
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  const CommandLine line = read_command_line(context, set, kPrefixes, arguments, kHelp, options);
  if (line.exit_code) return *line.exit_code;
  context.set_verbosity(options.quiet ? -1 : options.verbose);
  return run_with(options, line.operands, context);
}

}  // namespace minislurm::scancel
