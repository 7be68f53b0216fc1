// How processes and nodes are tuned and watched. Nothing here changes where a job runs; values are checked and kept.
#include "libcommon/options/job_setters.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"

namespace minislurm::options {
namespace {

using enum Argument;

template <std::size_t N>
bool is_one_of(const std::string_view (&words)[N], std::string_view word) {
  return std::any_of(std::begin(words), std::end(words), [&](auto one) { return text::iequals(one, word); });
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

// "30", "task=30,energy=10". What the cluster allows is the controller's to say.
Status set_sampling(JobOptions& options, std::string_view value) {
  constexpr std::string_view kWatched[] = {"task", "energy", "network", "filesystem"};
  for (const std::string_view part : text::split_list(value)) {
    const std::size_t equals = part.find('=');
    const bool named = equals == part.npos || is_one_of(kWatched, part.substr(0, equals));
    if (!named || !is_number(equals == part.npos ? part : part.substr(equals + 1)))
      return Error::generic("Invalid --acctg-freq specification: " + std::string(value));
  }
  return keep<"acctg-freq">(options, value);
}

Status set_profile(JobOptions& options, std::string_view value) {
  constexpr std::string_view kKinds[] = {"none", "all", "energy", "task", "lustre", "network"};
  for (const std::string_view kind : text::split(value, ','))
    if (!is_one_of(kKinds, kind)) return Error::generic("invalid --profile=" + std::string(value) + " option");
  return keep<"profile">(options, value);
}

constexpr std::string_view kFrequencies[] = {"low", "medium", "high", "highm1"};
constexpr std::string_view kGovernors[] = {"Conservative", "OnDemand", "Performance",
                                           "PowerSave",    "SchedUtil", "UserSpace"};

const std::string_view* find_governor(std::string_view name) {
  const auto same = [name](std::string_view one) { return text::iequals(one, name); };
  return std::find_if(std::begin(kGovernors), std::end(kGovernors), same);
}

bool is_frequency(std::string_view text) { return is_number(text) || is_one_of(kFrequencies, text); }

Status refuse_frequency(JobOptions& options, std::string why) {
  options.complaints.push_back(std::move(why));
  return Error::generic("Invalid --cpu-freq argument");
}

// FREQUENCY[-FREQUENCY][:GOVERNOR] or a governor alone.
Status set_cpu_frequency(JobOptions& options, std::string_view value) {
  if (value.empty()) return Error::generic("Invalid --cpu-freq argument");
  if (find_governor(value) != std::end(kGovernors)) return keep<"cpu-freq">(options, value);
  const std::size_t colon = value.find(':');
  const std::vector<std::string_view> range = text::split(value.substr(0, colon), '-');
  for (const std::string_view frequency : range)
    if (range.size() > 2 || !is_frequency(frequency))
      return refuse_frequency(options, "unrecognized --cpu-freq argument \"" + std::string(frequency) + "\"");
  if (colon != value.npos && find_governor(value.substr(colon + 1)) == std::end(kGovernors))
    return refuse_frequency(options, "illegal governor: " + std::string(value.substr(colon + 1)) + " on --cpu-freq");
  if (range.size() == 2 && colon == value.npos)
    return refuse_frequency(options,
                            "You must explicitly choose a governor when defining a range. Please specify only one "
                            "value for the desired frequency (p1) or choose a specific governor (p3).");
  return keep<"cpu-freq">(options, value);
}

constexpr std::string_view kMemoryBindings =
    "Values of --mem-bind, separated by commas:\n"
    "    quiet, q         say nothing about the binding (default)\n"
    "    verbose, v       report it before a task runs\n"
    "    none, no         leave the memory of tasks unbound (default)\n"
    "    local            memory next to the processor that is used\n"
    "    rank             by the number of the task\n"
    "    map_mem:LIST     the memory node of each task in turn: ID,ID,...\n"
    "    mask_mem:LIST    the same with masks\n"
    "    prefer           what is bound is wished for only\n"
    "    help             show this list\n";

Status set_memory_binding(JobOptions& options, std::string_view value) {
  constexpr std::string_view kWords[] = {"quiet", "q", "verbose", "v", "none", "no", "local", "rank", "prefer", "p"};
  if (value == "help") return Error{kAnsweredAsBad, std::string(kMemoryBindings)};
  const bool listed = text::istarts_with(value, "map_mem:") || text::istarts_with(value, "mask_mem:");
  for (const std::string_view word : text::split(value.substr(0, value.find(':')), ',')) {
    const bool takes_list = text::iequals(word, "map_mem") || text::iequals(word, "mask_mem");
    if (is_one_of(kWords, word) || (takes_list && (listed || value.find(':') != value.npos))) continue;
    return Error::generic("unrecognized --mem-bind argument \"" + std::string(value) + "\"");
  }
  return keep<"mem-bind">(options, value);
}

// Which limits of the caller go with the job.
Status set_propagate(JobOptions& options, std::string_view value) {
  constexpr std::string_view kLimits[] = {"ALL",  "NONE",   "AS",      "CORE",  "CPU",   "DATA",
                                          "FSIZE", "MEMLOCK", "NOFILE", "NPROC", "RSS", "STACK"};
  for (const std::string_view limit : text::split_list(value)) {
    if (is_one_of(kLimits, limit)) continue;
    options.complaints.push_back("Bad rlimit name: " + std::string(limit));
    return fatal_value("--propagate=" + std::string(value) + " is not valid.");
  }
  return keep<"propagate">(options, value);
}

// Cores and threads may be kept from jobs only where the cluster says that users may ask for it, and ours does not.
std::string not_allowed(std::string_view option) {
  return "Ignoring " + std::string(option) +
         " since it's not allowed by configuration (AllowSpecResourcesUsage = No)";
}

Status set_core_spec(JobOptions& options, std::string_view value) {
  if (!text::parse_u32(value, kMostCount)) return invalid_number("core-spec", value);
  options.core_spec_given = true;
  options.complaints.push_back(not_allowed("-S"));
  return {};
}

Status set_thread_spec(JobOptions& options, std::string_view value) {
  const Result<std::uint32_t> count = text::parse_u32(value, kMostCount);
  if (!count || *count == 0) return invalid_number("thread-spec", value);
  options.thread_spec_given = true;
  options.complaints.push_back(not_allowed("--thread-spec"));
  return {};
}

constexpr Row kTuningRows[] = {
    {"acctg-freq", 0, Required, "LIST", "SBATCH_ACCTG_FREQ SALLOC_ACCTG_FREQ SLURM_ACCTG_FREQ",
     "seconds between samples of its use: N or task=N", set_sampling},
    {"core-spec", 'S', Required, "N", "SBATCH_CORE_SPEC SALLOC_CORE_SPEC SLURM_CORE_SPEC",
     "cores left to the system; ignored with a message", set_core_spec},
    {"cpu-freq", 0, Required, "SPEC", "SLURM_CPU_FREQ_REQ", "CPU frequency: high, 2000-2400:OnDemand ...",
     set_cpu_frequency},
    {"mem-bind", 0, Required, "TYPE", "SBATCH_MEM_BIND SALLOC_MEM_BIND SLURM_MEM_BIND",
     "binding to memory; help lists the types", set_memory_binding},
    {"profile", 0, Required, "TYPE,...", "SBATCH_PROFILE SALLOC_PROFILE SLURM_PROFILE", "profiling data", set_profile},
    {"propagate", 0, Optional, "LIMIT,...", "SLURM_PROPAGATE_RLIMITS", "the caller's limits that go with the job",
     set_propagate, kSbatch | kSrun},
    {"thread-spec", 0, Required, "N", "SBATCH_THREAD_SPEC SALLOC_THREAD_SPEC SLURM_THREAD_SPEC",
     "threads left to the system; ignored with a message", set_thread_spec},
};

}  // namespace

std::span<const Row> tuning_rows() { return kTuningRows; }

}  // namespace minislurm::options
