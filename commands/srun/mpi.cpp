#include "commands/srun/mpi.h"

#include <algorithm>
#include <iterator>

namespace minislurm::srun {
namespace {

constexpr std::string_view kListed[] = {"none", "cray_shasta", "pmi2", "pmix"};
constexpr std::string_view kAlso[] = {"openmpi", "pmix_v5"};  // another name of none, and of pmix

}  // namespace

std::string mpi_list() {
  std::string text = "MPI plugin types are...\n";
  for (const std::string_view name : kListed) text.append(1, '\t').append(name).push_back('\n');
  return text;
}

std::vector<std::string> mpi_objections(std::string_view kind) {
  if (std::find(std::begin(kListed), std::end(kListed), kind) != std::end(kListed)) return {};
  if (std::find(std::begin(kAlso), std::end(kAlso), kind) != std::end(kAlso)) return {};
  return {"MPI: Cannot create context for mpi/" + std::string(kind), "MPI: Unable to load any plugin",
          "Invalid MPI type '" + std::string(kind) + "', --mpi=list for acceptable types"};
}

}  // namespace minislurm::srun
