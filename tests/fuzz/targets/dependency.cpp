// --dependency: what is read is rendered as something that reads the same; that is how it is stored.
#include "slurmctld/core/dependency.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm;
  const Result<core::Dependency> read = core::parse_dependency(fuzz::text_of(data, size));
  if (!read) return 0;
  (void)core::overall(*read);
  const std::string shown = core::render(*read);
  const Result<core::Dependency> again = core::parse_dependency(shown);
  fuzz::require(again && core::render(*again) == shown, "a dependency reads as it is shown");
  return 0;
}
