// Node lists: what expands, compresses to a list that expands to the same names.
#include "libcommon/text/hostlist.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm;
  const Result<std::vector<std::string>> hosts = text::expand_hostlist(fuzz::text_of(data, size));
  if (!hosts) return 0;
  fuzz::require(hosts->size() <= text::kMaxHosts, "no list names more hosts than allowed");
  const std::string list = text::compress_hostlist(*hosts);
  (void)text::compress_hostlist_sorted(*hosts);
  const Result<std::vector<std::string>> again = text::expand_hostlist(list);
  fuzz::require(again && text::compress_hostlist(*again) == list, "compressing is stable");
  return 0;
}
