// Options that mean nothing on one machine. Scripts that name them run all the same.
#include "libcommon/options/job_setters.h"
#include "libcommon/text/time_limit.h"

namespace minislurm::options {
namespace {

using enum Argument;

Status set_thread_spec(JobOptions& options, std::string_view value) {
  const Result<std::uint32_t> count = text::parse_u32(value, kMostCount);
  if (!count) return invalid_number("thread-spec", value);
  return keep<"thread-spec">(options, value);
}

Status set_delay_boot(JobOptions& options, std::string_view value) {
  if (!text::parse_time_limit(value)) return invalid("delay-boot");
  return keep<"delay-boot">(options, value);
}

Status set_wait_all_nodes(JobOptions& options, std::string_view value) {
  if (value != "0" && value != "1") return invalid("wait-all-nodes");
  return keep<"wait-all-nodes">(options, value);
}

constexpr Row kKeptRows[] = {
    {"acctg-freq", 0, Required, "LIST", "SBATCH_ACCTG_FREQ SALLOC_ACCTG_FREQ SLURM_ACCTG_FREQ", "sampling intervals",
     keep<"acctg-freq">},
    {"batch", 0, Required, "FEATURES", "SBATCH_BATCH", "features of the first node", keep<"batch">, kSbatch},
    {"consolidate-segments", 0, None, "", "", "segments close together", keep<"consolidate-segments">},
    {"container", 0, Required, "PATH", "SBATCH_CONTAINER SALLOC_CONTAINER SRUN_CONTAINER", "container bundle",
     set_text<&JobSpec::container>},
    {"container-id", 0, Required, "ID", "SBATCH_CONTAINER_ID SALLOC_CONTAINER_ID SRUN_CONTAINER_ID", "container's name",
     keep<"container-id">},
    {"cpu-freq", 0, Required, "SPEC", "SLURM_CPU_FREQ_REQ", "CPU frequency", keep<"cpu-freq">},
    {"delay-boot", 0, Required, "MIN", "SBATCH_DELAY_BOOT SALLOC_DELAY_BOOT SLURM_DELAY_BOOT", "put off reboots",
     set_delay_boot},
    {"gpu-freq", 0, Required, "SPEC", "SBATCH_GPU_FREQ SALLOC_GPU_FREQ SLURM_GPU_FREQ", "GPU frequency",
     keep<"gpu-freq">},
    {"mem-bind", 0, Required, "TYPE", "SBATCH_MEM_BIND SALLOC_MEM_BIND SLURM_MEM_BIND", "binding to memory",
     keep<"mem-bind">},
    {"network", 0, Required, "TYPE", "SBATCH_NETWORK SALLOC_NETWORK SLURM_NETWORK", "network",
     set_text<&JobSpec::network>},
    {"profile", 0, Required, "TYPE,...", "SBATCH_PROFILE SALLOC_PROFILE SLURM_PROFILE", "profiling data",
     keep<"profile">},
    {"propagate", 0, Optional, "LIMIT,...", "", "limits handed on to the job", keep<"propagate">, kSbatch | kSrun},
    {"reboot", 0, None, "", "", "reboot the nodes first", keep<"reboot">},
    {"resources", 0, Required, "NAME:N", "", "resources of the cluster", keep<"resources">},
    {"resv-ports", 0, Optional, "N", "SLURM_RESV_PORTS", "reserve ports", keep<"resv-ports">},
    {"spread-segments", 0, None, "", "", "segments far apart", keep<"spread-segments">},
    {"stepmgr", 0, None, "", "", "let the job manage its steps", keep<"stepmgr">},
    {"thread-spec", 0, Required, "N", "SBATCH_THREAD_SPEC SALLOC_THREAD_SPEC SLURM_THREAD_SPEC",
     "threads left to the system", set_thread_spec},
    {"treewidth", 0, Required, "N|off", "", "fan-out of messages", keep<"treewidth">, kSrun},
    {"wait-all-nodes", 0, Required, "0|1", "SBATCH_WAIT_ALL_NODES SALLOC_WAIT_ALL_NODES", "begin when all nodes are up",
     set_wait_all_nodes, kSbatch | kSalloc},
    {"x11", 0, Optional, "all|first|last", "", "X11 forwarding", set_text<&JobSpec::x11>, kSalloc | kSrun},
};

}  // namespace

std::span<const Row> kept_rows() { return kKeptRows; }

}  // namespace minislurm::options
