// PMI_process_mapping: on which node each rank is, as MPI libraries read it to find who shares memory with whom. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace minislurm::pmi {

// "(vector,(0,2,4))": from node 0 on two nodes with four ranks each. What repeats is written once, for readers begin
// again where the ranks go on. Source of the notation: "PMI v2 API", section on predefined job attributes (MPICH wiki).
std::string process_mapping(const std::vector<std::uint32_t>& node_of_rank);

}  // namespace minislurm::pmi
