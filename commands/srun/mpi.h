// --mpi: how tasks that speak MPI find each other. Steps here are one machine's, so that no kind needs help; which
// names are known is all there is to check. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace minislurm::srun {

// "list" is answered by this.
std::string mpi_list();
// What to say of a kind that is not known; none: it is.
std::vector<std::string> mpi_objections(std::string_view kind);

}  // namespace minislurm::srun
