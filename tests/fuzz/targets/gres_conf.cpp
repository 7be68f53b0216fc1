// gres.conf: an error with file and line, or a cluster.
#include "tests/fuzz/target.h"
#include "tests/fuzz/targets/configuration.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  minislurm::fuzz::load_configuration_with("gres.conf", minislurm::fuzz::text_of(data, size));
  return 0;
}
