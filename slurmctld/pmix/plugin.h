// What slurmstepd and its PMIx plugin say to each other. The plugin is a shared object of its own, loaded only for steps
// of --mpi=pmix, so that slurmstepd starts as fast without it and needs no libpmix.
#pragma once

#include <cstdint>

namespace minislurm::pmix {

struct PluginStep {
  const char* name;             // the step's, "12.0"
  const char* host;             // this machine's
  const char* folder;           // slurmstepd's own, for what the library keeps in files
  std::uint32_t tasks, user, group;
  int abort_descriptor;         // a byte is written to it when a process asks for the step's end
};

// Adds one variable, "A=b", to what `into` collects.
using AddVariable = void (*)(void* into, const char* variable);

// Each returns nullptr, or what went wrong (static text). The library is one for a process: so is the server.
using StartFunction = const char* (*)(const PluginStep*);
using DescribeFunction = const char* (*)(std::uint32_t rank, AddVariable add, void* into);
using StopFunction = void (*)();
inline constexpr const char* kStart = "minislurm_pmix_start";
inline constexpr const char* kDescribe = "minislurm_pmix_describe";
inline constexpr const char* kStop = "minislurm_pmix_stop";

}  // namespace minislurm::pmix
