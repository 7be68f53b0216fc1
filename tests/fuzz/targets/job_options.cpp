// One option of sbatch, salloc or srun with any value: the first two bytes choose the command and the option.
#include "libcommon/options/job_options.h"
#include "tests/fuzz/target.h"

namespace minislurm::fuzz {
namespace {

options::OptionSet<options::JobOptions> rows_of(options::Command command) {
  options::OptionSet<options::JobOptions> set(command);
  options::add_job_options(set);
  return set;
}

}  // namespace

std::vector<std::string> made_seeds() {
  std::vector<std::string> seeds;
  for (std::size_t row = 0; row < 255; ++row)
    for (const char* value : {"", "1", "2-4", "gpu:tesla:2", "1-00:00:00", "10G"})
      seeds.push_back(std::string(1, '\0') + static_cast<char>(row) + value);
  return seeds;
}

}  // namespace minislurm::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm;
  static const options::OptionSet<options::JobOptions> kSets[] = {
      fuzz::rows_of(options::kSbatch), fuzz::rows_of(options::kSalloc), fuzz::rows_of(options::kSrun)};
  std::string_view bytes = fuzz::text_of(data, size);
  const auto& set = kSets[fuzz::take_byte(bytes) % std::size(kSets)];
  const std::size_t row = fuzz::take_byte(bytes) % set.rows().size();
  options::JobOptions target;
  target.now = Instant{Seconds{1'700'000'000}};
  options::Scanned scanned;
  scanned.options.push_back({row, std::string(bytes)});
  std::vector<std::string> warnings;
  if (set.apply(scanned, target)) (void)options::finish_job_options(target, warnings);
  return 0;
}
