#include "commands/support/option_variables.h"

#include "libcommon/text/words.h"

namespace minislurm {
namespace {

// Each word with a capital letter: "low-high:performance" -> "Low-High:Performance".
std::string capitalised(std::string_view text) {
  std::string all = text::lower(text);
  bool begins = true;
  for (char& c : all) {
    if (begins && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    begins = c == '-' || c == ':' || c == ',';
  }
  return all;
}

std::string as_given(std::string_view text) { return std::string(text); }

// Options that are kept as they were given.
struct Kept {
  std::string_view option;
  const char* variable;
  std::string (*value)(std::string_view);
};
constexpr Kept kKept[] = {
    {"acctg-freq", "SLURM_ACCTG_FREQ", as_given}, {"container-id", "SLURM_CONTAINER_ID", as_given},
    {"cpu-freq", "SLURM_CPU_FREQ_REQ", capitalised}, {"gpu-freq", "SLURM_GPU_FREQ", as_given},
    {"hint", "SLURM_HINT", as_given},             {"mem-bind", "SLURM_MEM_BIND", as_given},
    {"profile", "SLURM_PROFILE", capitalised},
};

// "gres/gpu:2" -> "2", "gres/gpu:tesla:2" -> "tesla:2".
std::string gpus(const std::string& gres) {
  constexpr std::string_view kGpu = "gres/gpu";
  if (!gres.starts_with(kGpu)) return {};
  return gres.size() == kGpu.size() ? "1" : gres.substr(kGpu.size() + 1);
}

std::string tres_of_task(const JobSpec& spec) {
  if (!spec.tres_per_task.empty()) return spec.tres_per_task;
  std::string text = spec.cpus_per_task ? "cpu=" + std::to_string(*spec.cpus_per_task) : std::string();
  if (!spec.gres_per_task.empty()) text += (text.empty() ? "" : ",") + spec.gres_per_task;
  return text;
}

}  // namespace

Variables option_variables(const options::JobOptions& options) {
  const JobSpec& spec = options.spec;
  Variables variables;
  const auto put = [&](const char* name, const std::string& value) {
    if (!value.empty()) variables.insert_or_assign(name, value);
  };
  for (const auto& [option, value] : spec.kept) {
    for (const Kept& known : kKept)
      if (known.option == option) put(known.variable, known.value(value));
    if (option == "mem-bind") variables.insert_or_assign("SLURM_MEM_BIND_VERBOSE", "quiet");
  }
  put("SLURM_CONTAINER", spec.container);
  put("SLURM_GPUS", gpus(spec.gres_per_job));
  put("SLURM_GPUS_PER_NODE", gpus(options.gpus_per_node));
  put("SLURM_TRES_PER_TASK", tres_of_task(spec));
  put("SLURM_TRES_BIND", spec.tres_bind);
  if (const std::size_t equals = spec.distribution.find('='); equals != std::string::npos) {
    put("SLURM_DISTRIBUTION", spec.distribution.substr(0, equals));
    put("SLURM_DIST_PLANESIZE", spec.distribution.substr(equals + 1));
  } else {
    put("SLURM_DISTRIBUTION", spec.distribution);
  }
  return variables;
}

}  // namespace minislurm
