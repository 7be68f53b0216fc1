// A fuzz target is a file of targets/: what it does with bytes from outside must not crash, hang, leak or break the rule
// it checks. The same file makes two programs: replay_NAME (any compiler; a test) and fuzz_NAME (clang's libFuzzer).
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace minislurm::fuzz {

// Inputs that are easier computed than written into seeds/NAME.txt. A target may define it; none else.
std::vector<std::string> made_seeds();

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void require(bool good, const char* rule) {
  if (good) return;
  std::fprintf(stderr, "broken: %s\n", rule);
  std::abort();
}

// Takes the first byte off. 0 when there is none.
inline std::uint8_t take_byte(std::string_view& bytes) {
  if (bytes.empty()) return 0;
  const auto byte = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  return byte;
}

}  // namespace minislurm::fuzz
