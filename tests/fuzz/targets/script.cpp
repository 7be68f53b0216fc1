// A batch script's head: its #SBATCH lines, those of other systems, and what their words do to a job.
#include "commands/sbatch/foreign.h"
#include "commands/sbatch/options.h"
#include "commands/sbatch/script.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm;
  static const options::OptionSet<sbatch::Options> kSet = sbatch::option_set();
  const std::string_view text = fuzz::text_of(data, size);
  if (!sbatch::check_script(text)) return 0;
  const auto apply = [](const std::vector<std::string>& words) {
    sbatch::Options target;
    target.now = Instant{Seconds{1'700'000'000}};
    std::vector<std::string> warnings;
    if (kSet.parse(words, target, {.stop_at_first_operand = true})) (void)options::finish_job_options(target, warnings);
  };
  if (const Result<sbatch::Directives> found = sbatch::directives(text, "script"))
    for (const std::vector<std::string>& words : found->components) apply(words);
  if (const Result<std::vector<std::string>> words = sbatch::foreign_directives(text)) apply(*words);
  return 0;
}
