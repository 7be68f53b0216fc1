// The options that sbatch, salloc and srun share, as rows that fill a JobSpec; job_*_options.cpp hold them by group.
// Options that mean nothing on one machine are accepted and kept in spec.kept.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcommon/model/job_spec.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::options {

// The target of the shared rows. A command derives its own options from it.
struct JobOptions : StandardOptions {
  JobSpec spec;
  Instant now{};                      // --begin=now+1hour counts from it; set before parsing
  std::string clusters;               // -M
  std::string chdir;                  // -D as given; empty: not given
  std::optional<std::string> export_value;  // --export as given
  bool quiet = false;                 // -Q
  int verbose = 0;                    // -v, counted
  bool nodes_given = false, ntasks_given = false;
  bool exclusive_given = false, oversubscribe_given = false;
};

// All sections of shared rows, for the given command (kSbatch, kSalloc or kSrun).
template <class Target>
void add_job_options(OptionSet<Target>& set);

struct JobSection {
  std::string_view title;
  std::span<const Option<JobOptions>> rows;
};
std::span<const JobSection> job_sections();

template <class Target>
void add_job_options(OptionSet<Target>& set) {
  for (const JobSection& section : job_sections()) set.add(section.title, section.rows);
}

// What only the whole request shows, after the last source is applied: options that exclude each other, and the node
// count that the task count allows. `warnings` are lines for the user. Errors: kFatalValue.
Status finish_job_options(JobOptions& options, std::vector<std::string>& warnings);

}  // namespace minislurm::options
