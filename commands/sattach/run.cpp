#include "commands/sattach/run.h"

#include <utility>

#include "commands/sattach/layout.h"
#include "commands/sattach/options.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "commands/support/step_id.h"
#include "libcommon/link/local_socket.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sattach {
namespace {

constexpr options::HelpText kHelp{"sattach", "[OPTION...] JOB.STEP", "Attaches to a running step."};

int misused(Context& context, const char* why) {
  error(context, why);
  context.err() << "Usage: sattach [options] <jobid.stepid>\n";
  return kExitFailure;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context, Descriptors descriptors) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  const CommandLine line = read_command_line(context, set, {}, arguments, kHelp, options);
  if (line.exit_code) return *line.exit_code;
  context.set_verbosity(options.quiet > 0 ? -options.quiet : options.verbose);
  if (line.operands.size() != 1) return misused(context, "too many parameters");

  const Result<NamedStep> named = parse_named_step(line.operands.front());
  if (!named) {
    fatal(context, named.error().detail);
    return kExitFailure;
  }
  if (!named->step) return misused(context, "Failed to parse stepid from command line options");
  if (*named->step == StepNumber::Batch || *named->step == StepNumber::Extern) {
    error(context, "Cannot be used with extern or batch steps");
    return kExitFailure;
  }
  const Result<wire::StepReply> reply = context.link().ask<wire::StepReply>(
      wire::RequestKind::AttachStep, wire::AttachStepRequest{{named->job, *named->step}});
  if (!reply) {
    error(context, "Could not get job step info: " + to_string(reply.error()));
    return kExitFailure;
  }
  if (options.layout) {
    context.out() << layout_text(reply->step, reply->places);
    return kExitSuccess;
  }
  Result<Descriptor> socket = connect_local(reply->socket_path, true);
  if (!socket) {
    error(context, "Unable to reach StepId=" + to_string(reply->step.id) + ": " + socket.error().detail);
    return kExitFailure;
  }
  context.err().flush();
  return Watching(options, *reply, std::move(*socket), descriptors).run();
}

}  // namespace minislurm::sattach
