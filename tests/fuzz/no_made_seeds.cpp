#include "tests/fuzz/target.h"

namespace minislurm::fuzz {

// In a library behind the target: linked only where the target has none of its own.
std::vector<std::string> made_seeds() { return {}; }

}  // namespace minislurm::fuzz
