// What the processes of a step may say to their PMI server, in both versions: the first byte of a line chooses the rank.
#include "slurmctld/pmi/server.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm;
  std::string_view bytes = fuzz::text_of(data, size);
  constexpr std::uint32_t kRanks = 3;
  pmi::Server server(pmi::World{"12.0", {0, 0, 1}});
  while (!bytes.empty()) {
    const std::uint32_t rank = fuzz::take_byte(bytes) % kRanks;
    const std::size_t end = bytes.find('\n');
    const std::string_view line = bytes.substr(0, end == bytes.npos ? end : end + 1);
    bytes.remove_prefix(line.size());
    for (const pmi::Answer& answer : server.take(rank, line).answers)
      fuzz::require(answer.rank < kRanks, "answers go to ranks that there are");
  }
  return 0;
}
