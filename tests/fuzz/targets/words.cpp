// The small notations: array ids, CPU lists and masks, counts, signals, patterns of file names, KEY=VALUE lines, quoted
// words, --export, multi-prog files, job selectors.
#include "libcommon/text/array_ids.h"
#include "libcommon/text/count.h"
#include "libcommon/text/cpu_list.h"
#include "libcommon/text/environment.h"
#include "libcommon/text/file_pattern.h"
#include "libcommon/text/key_value.h"
#include "libcommon/text/multi_prog.h"
#include "libcommon/text/preempt_mode.h"
#include "libcommon/text/signal_name.h"
#include "libcommon/text/sluid.h"
#include "libcommon/text/words.h"
#include "slurmctld/requests/selector.h"
#include "tests/fuzz/target.h"

namespace minislurm::fuzz {
namespace {

void arrays(std::string_view bytes) {
  const Result<text::ArrayIds> ids = text::parse_array_ids(bytes, 100'000);
  if (!ids) return;
  const std::string shown = text::compress_array_ids(ids->ids, ids->throttle);
  (void)text::abbreviate_array_ids(shown);
  const Result<text::ArrayIds> again = text::parse_array_ids(shown, 100'000);
  require(again && *again == *ids, "array ids read as they are shown");
}

void cpus(std::string_view bytes) {
  for (const auto& list : {text::parse_cpu_list(bytes), text::parse_cpu_mask(bytes)}) {
    if (!list) continue;
    const auto again = text::parse_cpu_list(text::format_cpu_list(*list));
    require(list->empty() || (again && *again == *list), "CPU lists read as they are shown");
    (void)text::format_cpu_mask(*list);
  }
}

}  // namespace
}  // namespace minislurm::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm;
  const std::string_view bytes = fuzz::text_of(data, size);
  fuzz::arrays(bytes);
  fuzz::cpus(bytes);
  (void)text::parse_u64(bytes);
  (void)text::parse_i32(bytes);
  (void)text::parse_scaled(bytes);
  (void)text::parse_node_count(bytes);
  if (const Result<int> number = text::parse_signal(bytes)) (void)text::signal_name(*number);
  text::FilePatternValues values;
  values.host = "node1";
  (void)text::expand_file_pattern(bytes, values);
  (void)text::differs_by_task(bytes);
  (void)text::parse_key_values(bytes);
  (void)text::split_shell_words(bytes);
  (void)text::parse_export(bytes);
  (void)text::parse_multi_prog(bytes, 8, "file");
  if (const auto mode = text::parse_preempt_mode(bytes)) (void)text::format_preempt_mode(*mode);
  if (const auto sluid = text::parse_sluid(bytes))
    fuzz::require(text::parse_sluid(text::format_sluid(*sluid)) == sluid, "a SLUID reads as it is shown");
  (void)requests::parse_selectors(bytes);
  return 0;
}
