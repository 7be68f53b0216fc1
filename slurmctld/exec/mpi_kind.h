// Which of MPI's process managers a step's tasks find. Pure.
#pragma once

#include <cstdint>

#include "libcommon/model/cluster.h"
#include "libcommon/wire/messages.h"

namespace minislurm::exec {

enum class MpiKind : std::uint8_t { None, Pmi, Pmix };

// By --mpi or SLURM_MPI_TYPE, else by MpiDefault. Under "none", too, several tasks find PMI: a socket each is all it
// costs, and a program built with MPICH runs as it is. One task alone needs no one, and gets what it gets in Slurm.
MpiKind mpi_kind(const wire::StepSpec& spec, const Cluster& cluster, std::size_t tasks);

}  // namespace minislurm::exec
