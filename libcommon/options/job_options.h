// The options that sbatch, salloc and srun share, as rows that fill a JobSpec; job_*_options.cpp hold them by group.
// Options that mean nothing on one machine are accepted and kept in spec.kept.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcommon/model/job_spec.h"
#include "libcommon/options/answer.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::options {

// Where a value comes from. Later sources win; sbatch reads the script first.
enum class Source : std::uint8_t { Script, Environment, CommandLine };

// The target of the shared rows. A command derives its own options from it.
struct JobOptions : StandardOptions {
  JobSpec spec;
  Source source = Source::CommandLine;      // set by the command before each source is applied
  Instant now{};                            // --begin=now+1hour counts from it; set before parsing
  std::string clusters;                     // -M
  bool clusters_given = false;
  std::string chdir;                        // -D as given; empty: not given
  std::optional<std::string> export_value;  // --export as given
  std::string gres, gpus_per_node;          // normal form; finish_job_options() joins them in the spec
  bool quiet = false;                       // -Q
  int verbose = 0;                          // -v, counted
  bool nodes_given = false, ntasks_given = false;
  bool exclusive_given = false, oversubscribe_given = false;
  std::optional<std::uint32_t> hint_cores, hint_threads;  // what --hint stands for
  bool geometry_given = false;              // -B
  bool step_manager = false, ports_given = false;
  bool core_spec_given = false, thread_spec_given = false;
  bool lists_gres = false;                  // --gres=help
  std::vector<std::string> complaints;      // errors that end nothing
  // Who asked for memory per node, per CPU, per GPU: a later source replaces what an earlier one asked for.
  std::optional<Source> memory_source[3];
  std::optional<Source> cpus_per_task_source, cpus_per_gpu_source, tres_per_task_source;
  bool of_step = false;                     // srun within a job: what the job has was checked when it was asked for
};

struct JobSection {
  std::string_view title;
  std::span<const Option<JobOptions>> rows;
};
std::span<const JobSection> job_sections();

// All sections of shared rows; the set's command (kSbatch, kSalloc or kSrun) chooses among the rows.
template <class Target>
void add_job_options(OptionSet<Target>& set) {
  for (const JobSection& section : job_sections()) set.add(section.title, section.rows);
}

// What only the whole request shows, after the last source is applied: options that exclude each other, and the node
// count that the task count allows. `warnings` are lines for the user. Errors: kFatalValue, kFatalMix.
Status finish_job_options(JobOptions& options, std::vector<std::string>& warnings);

}  // namespace minislurm::options
