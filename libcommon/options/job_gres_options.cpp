// Generic resources, licenses and what else is counted.
#include "libcommon/options/job_setters.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"

namespace minislurm::options {
namespace {

using enum Argument;

// "gpu:2" -> "gres/gpu:2".
Result<std::string> normal_form(std::string_view value) {
  const Result<std::vector<text::GresRequest>> list = text::parse_gres(value);
  if (!list) return Error{kFatalValue, std::string(text_of(Code::InvalidGres))};
  return text::format_gres(*list, "gres/");
}

// "2", "a100:2", "a100:1,v100:1" -> "gres/gpu:2" ...
Result<std::string> gpu_form(std::string_view value) {
  std::string list;
  for (const std::string_view piece : text::split(value, ',')) {
    if (!list.empty()) list += ',';
    list += "gpu:" + std::string(piece);
  }
  return normal_form(list);
}

Status set_gres(JobOptions& options, std::string_view value) {
  Result<std::string> gres = normal_form(value);
  if (!gres) return gres.error();
  options.gres = std::move(*gres);
  return {};
}

Status set_gpus_per_node(JobOptions& options, std::string_view value) {
  Result<std::string> gres = gpu_form(value);
  if (!gres) return gres.error();
  options.gpus_per_node = std::move(*gres);
  return {};
}

template <auto Member>
Status set_gpus(JobOptions& options, std::string_view value) {
  Result<std::string> gres = gpu_form(value);
  if (!gres) return gres.error();
  options.spec.*Member = std::move(*gres);
  return {};
}

Status set_gpu_bind(JobOptions& options, std::string_view value) {
  options.spec.tres_bind = "gres/gpu:" + std::string(value);
  return {};
}

// What may be asked for each task: cpu, gres/NAME, license/NAME.
Status set_tres_per_task(JobOptions& options, std::string_view value) {
  const Result<std::vector<text::Tres>> list = text::parse_tres(value);
  if (!list || list->empty()) return invalid("tres-per-task");
  for (const text::Tres& tres : *list)
    if (tres.name != "cpu" && !tres.name.starts_with("gres/") && !tres.name.starts_with("license/"))
      return invalid("tres-per-task");
  options.spec.tres_per_task = std::string(value);
  return {};
}

constexpr Row kGresRows[] = {
    {"gres", 0, Required, "NAME[:TYPE][:N],...", "SBATCH_GRES SALLOC_GRES SLURM_GRES SLURM_STEP_GRES",
     "generic resources of each node", set_gres},
    {"gpus", 'G', Required, "[TYPE:]N", "SBATCH_GPUS SALLOC_GPUS SLURM_GPUS", "GPUs for the whole job",
     set_gpus<&JobSpec::gres_per_job>},
    {"gpus-per-node", 0, Required, "[TYPE:]N", "SBATCH_GPUS_PER_NODE SALLOC_GPUS_PER_NODE SLURM_GPUS_PER_NODE",
     "GPUs of each node", set_gpus_per_node},
    {"gpus-per-socket", 0, Required, "[TYPE:]N", "", "GPUs of each socket", set_gpus<&JobSpec::gres_per_socket>},
    {"gpus-per-task", 0, Required, "[TYPE:]N", "SBATCH_GPUS_PER_TASK SALLOC_GPUS_PER_TASK SLURM_GPUS_PER_TASK",
     "GPUs for each task", set_gpus<&JobSpec::gres_per_task>},
    {"tres-per-task", 0, Required, "LIST", "SBATCH_TRES_PER_TASK SALLOC_TRES_PER_TASK SLURM_TRES_PER_TASK",
     "cpu=N,gres/NAME=N for each task", set_tres_per_task},
    {"tres-bind", 0, Required, "LIST", "SBATCH_TRES_BIND SALLOC_TRES_BIND SLURM_TRES_BIND",
     "how tasks are bound to resources", set_text<&JobSpec::tres_bind>},
    {"gpu-bind", 0, Required, "TYPE", "SBATCH_GPU_BIND SALLOC_GPU_BIND SLURM_GPU_BIND", "how tasks are bound to GPUs",
     set_gpu_bind},
    {"gres-flags", 0, Required, "FLAGS", "SBATCH_GRES_FLAGS SALLOC_GRES_FLAGS SLURM_GRES_FLAGS",
     "how generic resources are chosen", set_text<&JobSpec::gres_flags>},
    {"licenses", 'L', Required, "NAME[:N],...", "", "licenses to hold",
     set_text<&JobSpec::licenses>},
    {"bb", 0, Required, "SPEC", "SALLOC_BURST_BUFFER SLURM_BURST_BUFFER", "burst buffer",
     set_text<&JobSpec::burst_buffer>},
    {"bbf", 0, Required, "FILE", "", "file that describes the burst buffer", keep<"bbf">},
};

}  // namespace

std::span<const Row> gres_rows() { return kGresRows; }

}  // namespace minislurm::options
