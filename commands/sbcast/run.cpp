#include "commands/sbcast/run.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <optional>

#include "commands/sbcast/copy.h"
#include "commands/sbcast/options.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "commands/support/step_id.h"
#include "libcommon/model/job_state.h"
#include "libcommon/os/file_descriptor.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sbcast {
namespace {

constexpr options::HelpText kHelp{"sbcast", "[OPTION...] SOURCE DESTINATION", "Copies a file to the nodes of a job."};
constexpr int kExitNothing = 255;  // the file, or the job's step, is not there

struct Goal {
  std::string job;                 // as named
  std::vector<std::string> nodes;
  std::optional<int> exit_code;    // it has been said what is wrong
};

Goal failed(Context& context, const std::string& text, int code = kExitFailure) {
  error(context, text);
  return {{}, {}, code};
}

// The nodes that a job, or one of its steps, has.
Result<std::vector<std::string>> nodes_of(Context& context, const NamedStep& named) {
  wire::QueryJobsRequest request;
  request.jobs.push_back({named.job, {}, named.step});
  if (named.array_task) request.jobs.back().tasks.push_back(*named.array_task);
  if (named.step) {
    const auto reply = context.link().ask<wire::StepsReply>(wire::RequestKind::QuerySteps, request);
    if (!reply) return reply.error();
    for (const Step& step : reply->steps)
      if (step.id.step == *named.step) return step.allocation.node_names();
    return Error{Code::InvalidJobId};
  }
  const auto reply = context.link().ask<wire::JobsReply>(wire::RequestKind::QueryJobs, request);
  if (!reply) return reply.error();
  for (const Job& job : reply->jobs) {
    if (job.state == JobState::Pending) return Error{Code::JobPending};
    if (is_finished(job.state)) return Error{Code::AlreadyDone};
    return job.allocation.node_names();
  }
  return Error{Code::InvalidJobId};
}

Goal goal_of(Context& context, const Options& options) {
  const Result<std::vector<std::string>> wanted = text::expand_hostlist(options.node_list);
  if (options.no_allocation) {
    if (options.node_list.empty()) return failed(context, "--nodelist/-w is required with --no-allocation/-Z.");
    return {"0", wanted ? *wanted : std::vector<std::string>{}, std::nullopt};
  }
  const std::string job = options.job.empty() ? context.env("SLURM_JOB_ID").value_or("") : options.job;
  if (job.empty())
    return failed(context, "Need a job id to run this command.  Run from within a Slurm job or use the --jobid option.");
  const Result<NamedStep> named = parse_named_step(job);
  if (!named) {
    fatal(context, named.error().detail);
    return {{}, {}, kExitFailure};
  }
  Result<std::vector<std::string>> nodes = nodes_of(context, *named);
  if (!nodes && named->step)
    return failed(context, "Slurm job " + job + " lookup error: " + to_string(nodes.error()), kExitNothing);
  if (!nodes) return failed(context, "Failed to load JobId=" + job + ": '" + to_string(nodes.error()) + "'");
  if (options.node_list.empty()) return {job, std::move(*nodes), std::nullopt};
  const auto has = [&nodes](const std::string& node) {
    return std::find(nodes->begin(), nodes->end(), node) != nodes->end();
  };
  if (!wanted || !std::all_of(wanted->begin(), wanted->end(), has))
    return failed(context, "Not all nodes in --nodelist/-w '" + options.node_list + "' are in job " + job + ".",
                  kExitNothing);
  return {job, *wanted, std::nullopt};
}

std::string date(std::time_t when) {
  char text[32];
  std::tm parts{};
  ::localtime_r(&when, &parts);
  return {text, std::strftime(text, sizeof text, "%a %b %e %H:%M:%S %Y", &parts)};
}

void tell_options(Context& context, const Options& options, const std::vector<std::string>& files) {
  const auto word = [](bool yes) { return std::string(yes ? "true" : "false"); };
  const std::string rule(29, '-');
  const std::string lines[] = {
      rule, "block_size = " + std::to_string(options.block_size), "compress   = " + std::to_string(options.compress),
      "exclude    = " + options.exclude, "force      = " + word(options.force),
      "treewidth     = " + std::to_string(options.tree_width), "preserve   = " + word(options.preserve),
      "send_libs  = " + word(options.send_libs), "timeout    = " + std::to_string(options.timeout),
      "verbose    = " + std::to_string(options.verbose), "source     = " + files[0], "dest       = " + files[1], rule};
  for (const std::string& line : lines) verbose(context, line);
}

void tell_file(Context& context, const struct stat& about) {
  char modes[16];
  std::snprintf(modes, sizeof modes, "%o", about.st_mode);
  const std::string lines[] = {
      std::string("modes    = ") + modes, "uid      = " + std::to_string(about.st_uid),
      "gid      = " + std::to_string(about.st_gid), "atime    = " + date(about.st_atime),
      "mtime    = " + date(about.st_mtime), "ctime    = " + date(about.st_ctime),
      "size     = " + std::to_string(about.st_size)};
  for (const std::string& line : lines) verbose(context, line);
}

int send(Context& context, const Options& options, const std::vector<std::string>& files) {
  const std::string& source = files[0];
  const std::string& destination = files[1];
  const os::FileDescriptor from(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about {};
  if (!from || ::fstat(from.get(), &about) != 0) {
    error(context, "Can't open `" + source + "`: " + std::strerror(errno));
    return kExitNothing;
  }
  tell_file(context, about);
  if (!S_ISREG(about.st_mode)) {
    error(context, "Can't mmap file `" + source + "`, No such device.");
    return kExitNothing;
  }
  if (about.st_size == 0) warning(context, "file `" + source + "` is empty.");
  const Goal goal = goal_of(context, options);
  if (goal.exit_code) return *goal.exit_code;
  verbose(context, "jobid      = " + goal.job);
  verbose(context, "node_list  = " + text::compress_hostlist(goal.nodes));
  if (destination.back() == '/') {
    error(context, "Target filename cannot be a directory.");
    return kExitFailure;
  }
  const int problem = copy_file(from.get(), destination, {options.force, options.preserve});
  for (const std::string& node : goal.nodes)
    if (problem != 0) error(context, "REQUEST_FILE_BCAST(" + node + "): " + std::strerror(problem));
  return problem;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  constexpr std::string_view kPrefixes[] = {"SBCAST_"};
  const CommandLine line = read_command_line(context, set, kPrefixes, arguments, kHelp, options);
  if (line.exit_code) return *line.exit_code;
  context.set_verbosity(options.verbose);
  for (const std::string& remark : options.remarks) context.err() << remark << '\n';
  for (const std::string& complaint : options.complaints) error(context, complaint);
  if (line.operands.size() != 2 || line.operands[1].empty()) {
    context.err() << "Need two file names, have " << line.operands.size()
                  << " names\nTry \"sbcast --help\" for more information\n";
    return kExitFailure;
  }
  tell_options(context, options, line.operands);
  return send(context, options, line.operands);
}

}  // namespace minislurm::sbcast
