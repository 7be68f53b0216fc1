#include "commands/srun/stream_choice.h"

#include "libcommon/text/count.h"
#include "libcommon/text/file_pattern.h"

namespace minislurm::srun {
namespace {

using Kind = StreamChoice::Kind;

bool names_a_file(const std::string& value) { return value != "none" && !text::parse_u32(value); }

StreamChoice choose(const std::string& value, bool label) {
  if (value.empty() || value == "all") return {};
  const bool shared = label && names_a_file(value) && !text::differs_by_task(value);
  return {shared ? Kind::SrunFile : Kind::Step, value};
}

}  // namespace

StepStreams choose_streams(const Options& options) {
  // A terminal carries everything.
  if (options.pty) return {};
  const JobSpec& asked = options.spec;
  StepStreams streams;
  streams.input = choose(asked.std_in, false);
  streams.output = choose(asked.std_out, options.label);
  streams.error = choose(asked.std_err.empty() ? asked.std_out : asked.std_err, options.label);
  return streams;
}

}  // namespace minislurm::srun
