// Generic resources, licenses and what else is counted.
#include <fstream>

#include "libcommon/options/job_setters.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"

namespace minislurm::options {
namespace {

using enum Argument;

// "gpu:2" -> "gres/gpu:2": checked, and otherwise as written, for that is how it is shown.
Result<std::string> normal_form(std::string_view value) {
  const Result<std::vector<text::GresRequest>> list = text::parse_gres(value);
  if (!list || value.starts_with("gres:")) return fatal_value(std::string(text_of(Code::InvalidGres)));
  if (list->empty()) return std::string();
  std::string all;
  for (std::string_view piece : text::split_list(value)) {
    if (text::istarts_with(piece, "gres/")) piece.remove_prefix(5);
    all += (all.empty() ? "gres/" : ",gres/") + std::string(piece);
  }
  return all;
}

bool asks_for_nothing(std::string_view value) { return value.empty() || value == "0"; }

// "2", "a100:2", "a100:1,v100:1" -> "gres/gpu:2" ...
Result<std::string> gpu_form(std::string_view value) {
  if (asks_for_nothing(value)) return std::string();
  std::string list;
  for (const std::string_view piece : text::split(value, ',')) {
    if (!list.empty()) list += ',';
    list += "gpu:" + std::string(piece);
  }
  return normal_form(list);
}

Status set_gres(JobOptions& options, std::string_view value) {
  if (value == "help" || value == "list") {
    options.lists_gres = true;
    return {};
  }
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

// What each task gets is written with "=": "gres/gpu=1", "gres/gpu:tesla=1".
Status set_gpus_per_task(JobOptions& options, std::string_view value) {
  Result<std::string> gres = gpu_form(value);
  if (!gres) return gres.error();
  const Result<std::vector<text::GresRequest>> list = text::parse_gres(*gres);
  std::string all;
  for (const text::GresRequest& one : *list)
    all += (all.empty() ? "gres/" : ",gres/") + one.name + (one.type.empty() ? "" : ":" + one.type) + "=" +
           std::to_string(one.count);
  options.spec.gres_per_task = std::move(all);
  return {};
}

// "closest", "none", "single:2", "map_gpu:0,1", "mask_gpu:0x3", "per_task:1"; "verbose," may stand before.
bool is_gpu_binding(std::string_view value) {
  constexpr std::string_view kVerbose = "verbose,";
  if (text::istarts_with(value, kVerbose)) value.remove_prefix(kVerbose.size());
  if (text::iequals(value, "closest") || text::iequals(value, "none")) return true;
  for (const std::string_view counted : {"single:", "per_task:"})
    if (text::istarts_with(value, counted)) return leading_number(value.substr(counted.size())) > 0;
  for (const std::string_view list : {"map_gpu:", "mask_gpu:", "map:", "mask:"})
    if (text::istarts_with(value, list)) return value.size() > list.size();
  return false;
}

Status set_gpu_bind(JobOptions& options, std::string_view value) {
  if (!is_gpu_binding(value)) return Error::generic("Invalid --gpu-bind argument: " + std::string(value));
  options.spec.tres_bind = "gres/gpu:" + std::string(value);
  return {};
}

// gres/NAME:BINDING, several with "+".
Status set_tres_bind(JobOptions& options, std::string_view value) {
  for (const std::string_view part : text::split(value, '+')) {
    const std::size_t colon = part.find(':');
    const bool known = part.starts_with("gres/gpu:") && is_gpu_binding(part.substr(colon + 1));
    if (!known && !value.empty())
      return fatal_value("Batch job submission failed: " + std::string(text_of(Code::InvalidTres)));
  }
  options.spec.tres_bind = std::string(value);
  return {};
}

// "high", "medium,memory=high", "1000", "verbose", in any mixture.
Status set_gpu_freq(JobOptions& options, std::string_view value) {
  constexpr std::string_view kLevels[] = {"low", "medium", "high", "highm1"};
  const auto is_level = [&](std::string_view level) {
    return leading_number(level) > 0 || std::find(std::begin(kLevels), std::end(kLevels), level) != std::end(kLevels);
  };
  for (std::string_view part : text::split(value, ',')) {
    if (part == "verbose") continue;
    if (part.starts_with("memory=")) part.remove_prefix(7);
    if (!is_level(part)) return Error::generic("Invalid --gpu-freq argument: gpu:" + std::string(value));
  }
  return keep<"gpu-freq">(options, value);
}

enum class Sharing { Plain, StepsOnly, NeedsSetting };
struct GresFlag {
  std::string_view name;
  Sharing sharing;
};
constexpr GresFlag kGresFlags[] = {{"disable-binding", Sharing::Plain},
                                   {"enforce-binding", Sharing::Plain},
                                   {"multiple-tasks-per-sharing", Sharing::Plain},
                                   {"one-task-per-sharing", Sharing::NeedsSetting},
                                   {"allow-task-sharing", Sharing::StepsOnly}};

// For srun the last of them is one of its own.
template <bool kOfStep>
Status set_gres_flags(JobOptions& options, std::string_view value) {
  bool binds = false, frees = false;
  for (const std::string_view word : text::split(value, ',')) {
    const auto same = [word](const GresFlag& flag) { return text::iequals(flag.name, word); };
    const GresFlag* flag = std::find_if(std::begin(kGresFlags), std::end(kGresFlags), same);
    if (flag == std::end(kGresFlags)) {
      if (value.empty()) return {};
      return Error::generic("Invalid --gres-flags specification: " + std::string(value));
    }
    if (flag->sharing == Sharing::NeedsSetting)
      return Error::generic("In order to use --gres-flags=one-task-per-sharing you must also have "
                            "SelectTypeParameters=MULTIPLE_SHARING_GRES_PJ in your slurm.conf");
    if (flag->sharing == Sharing::StepsOnly && !kOfStep)
      return Error::generic("--gres-flags=allow-task-sharing is only used with srun.");
    binds = binds || flag->name == "enforce-binding";
    frees = frees || flag->name == "disable-binding";
  }
  if (binds && frees)
    return Error::generic(
        "Invalid --gres-flags combo: disable-binding and enforce-binding are mutually exclusive.");
  options.spec.gres_flags = std::string(value);
  return {};
}

// What may be asked for each task: cpu, gres/NAME, license/NAME, each with "=" or ":" before its count.
Status set_tres_per_task(JobOptions& options, std::string_view value) {
  constexpr std::string_view kWhole[] = {"bb", "billing", "energy", "fs", "mem", "node", "pages", "vmem"};
  for (const std::string_view item : text::split_list(value)) {
    const std::size_t end = item.find_first_of(":=/");
    const std::string_view name = item.substr(0, end);
    if (std::find(std::begin(kWhole), std::end(kWhole), name) != std::end(kWhole))
      return Error{kFatalMix, "Invalid TRES for --tres-per-task: " + std::string(name)};
    const bool counted = end != item.npos && leading_number(item.substr(end + 1)) > 0;
    if (name == "cpu" && !counted) return Error{kFatalMix, "Invalid --tres-per-task=cpu=0"};
    if (name == "gpu")
      return fatal_value("Batch job submission failed: " + std::string(text_of(Code::InvalidTres)));
  }
  options.spec.tres_per_task = std::string(value);
  options.tres_per_task_source = options.source;
  return {};
}

// The file's first script decides nothing here: there are no burst buffers. It has to be there all the same.
Status set_burst_buffer_file(JobOptions& options, std::string_view value) {
  if (!std::ifstream(std::string(value))) return fatal_value("Invalid --bbf specification");
  return keep<"bbf">(options, value);
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
     "GPUs for each task", set_gpus_per_task},
    {"tres-per-task", 0, Required, "LIST", "SBATCH_TRES_PER_TASK SALLOC_TRES_PER_TASK SLURM_TRES_PER_TASK",
     "cpu=N,gres/NAME=N for each task", set_tres_per_task},
    {"tres-bind", 0, Required, "LIST", "SBATCH_TRES_BIND SALLOC_TRES_BIND SLURM_TRES_BIND",
     "how tasks are bound to resources", set_tres_bind},
    {"gpu-bind", 0, Required, "TYPE", "SBATCH_GPU_BIND SALLOC_GPU_BIND SLURM_GPU_BIND", "how tasks are bound to GPUs",
     set_gpu_bind},
    {"gres-flags", 0, Required, "FLAGS", "SBATCH_GRES_FLAGS SALLOC_GRES_FLAGS",
     "how generic resources are chosen", set_gres_flags<false>, kSbatch | kSalloc},
    {"gres-flags", 0, Required, "FLAGS", "SLURM_GRES_FLAGS", "how generic resources are chosen",
     set_gres_flags<true>, kSrun},
    {"gpu-freq", 0, Required, "SPEC", "SBATCH_GPU_FREQ SALLOC_GPU_FREQ SLURM_GPU_FREQ", "frequency of the GPUs",
     set_gpu_freq},
    {"licenses", 'L', Required, "NAME[:N],...", "", "licenses to hold",
     set_text<&JobSpec::licenses>},
    {"bb", 0, Required, "SPEC", "SALLOC_BURST_BUFFER SLURM_BURST_BUFFER", "burst buffer",
     set_text<&JobSpec::burst_buffer>},
    {"bbf", 0, Required, "FILE", "", "file that describes the burst buffer", set_burst_buffer_file},
};

}  // namespace

std::span<const Row> gres_rows() { return kGresRows; }

}  // namespace minislurm::options
