// Options that mean nothing on one machine. Scripts that name them run all the same.
#include "libcommon/options/job_setters.h"
#include "libcommon/text/time_limit.h"

namespace minislurm::options {
namespace {

using enum Argument;

Status set_delay_boot(JobOptions& options, std::string_view value) {
  if (!text::parse_time_limit(value)) return invalid("delay-boot");
  if (value == "0") return {};
  return keep<"delay-boot">(options, value);
}

Status set_wait_all_nodes(JobOptions& options, std::string_view value) {
  const Result<std::uint32_t> wanted = text::parse_u32(value, kMostCount);
  if (!value.empty() && !wanted) return invalid_number("wait-all-nodes", value);
  if (wanted.value_or(0) > 1) return invalid("wait-all-nodes");
  return keep<"wait-all-nodes">(options, value);
}

// A job's ports are its own step manager's business; a step of srun's may have them without.
template <bool kOfStep>
Status set_reserved_ports(JobOptions& options, std::string_view value) {
  if (!value.empty() && !text::parse_u32(value, kMostCount)) return invalid_number("resv-port", value);
  options.ports_given = !kOfStep;
  return keep<"resv-ports">(options, value);
}

Status set_step_manager(JobOptions& options, std::string_view) {
  options.step_manager = true;
  return keep<"stepmgr">(options, {});
}

// A reboot takes the nodes from everybody else.
Status set_reboot(JobOptions& options, std::string_view) {
  if (options.spec.exclusive == Exclusive::Unset) options.spec.exclusive = Exclusive::Node;
  return keep<"reboot">(options, {});
}

constexpr Row kKeptRows[] = {
    {"batch", 0, Required, "FEATURES", "SBATCH_BATCH", "features of the first node", keep<"batch">, kSbatch},
    {"consolidate-segments", 0, None, "", "", "segments close together", keep<"consolidate-segments">},
    {"container", 0, Required, "PATH", "SBATCH_CONTAINER SALLOC_CONTAINER SRUN_CONTAINER", "container bundle",
     set_text<&JobSpec::container>},
    {"container-id", 0, Required, "ID", "SBATCH_CONTAINER_ID SALLOC_CONTAINER_ID SRUN_CONTAINER_ID", "container's name",
     keep<"container-id">},
    {"delay-boot", 0, Required, "MIN", "SBATCH_DELAY_BOOT SALLOC_DELAY_BOOT SLURM_DELAY_BOOT", "put off reboots",
     set_delay_boot},
    {"network", 0, Required, "TYPE", "SBATCH_NETWORK SALLOC_NETWORK SLURM_NETWORK", "network",
     set_text<&JobSpec::network>},
    {"reboot", 0, None, "", "", "reboot the nodes first", set_reboot},
    {"resources", 0, Required, "NAME:N", "", "resources of the cluster", keep<"resources">},
    {"resv-ports", 0, Optional, "N", "", "reserve ports; needs --stepmgr", set_reserved_ports<false>,
     kSbatch | kSalloc},
    {"resv-ports", 0, Optional, "N", "SLURM_RESV_PORTS", "reserve ports", set_reserved_ports<true>, kSrun},
    {"spread-segments", 0, None, "", "", "segments far apart", keep<"spread-segments">},
    {"stepmgr", 0, None, "", "", "let the job manage its steps", set_step_manager},
    {"treewidth", 0, Required, "N|off", "", "fan-out of messages", keep<"treewidth">, kSrun},
    {"wait-all-nodes", 0, Required, "0|1", "SBATCH_WAIT_ALL_NODES SALLOC_WAIT_ALL_NODES", "begin when all nodes are up",
     set_wait_all_nodes, kSbatch | kSalloc},
    {"x11", 0, Optional, "all|first|last", "", "X11 forwarding", set_text<&JobSpec::x11>, kSalloc | kSrun},
};

}  // namespace

std::span<const Row> kept_rows() { return kKeptRows; }

}  // namespace minislurm::options
