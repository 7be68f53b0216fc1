// srun's command line, component by component: what runs in which component of a heterogeneous job.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commands/srun/options.h"
#include "commands/support/context.h"

namespace minislurm::srun {

struct Part {
  Options options;
  std::uint32_t component = 0;  // the offset of the component that it runs in
};

// What read_parts() says of a --het-group that cannot be: printed as an error, srun ends with 1.
inline constexpr Code kRefusedGroup = static_cast<Code>(2912);

// How many components the job has that srun runs in; none: it runs in no heterogeneous job.
std::optional<std::uint32_t> het_size(const Context& context);

// In the order of their components; `parts` holds those read so far, also where there is an error: those of
// options::OptionSet, and kRefusedGroup.
Status read_parts(const Context& context, const options::OptionSet<Options>& set,
                  const std::vector<std::string>& arguments, std::vector<Part>& parts);

}  // namespace minislurm::srun
