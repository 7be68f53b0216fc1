// What the commands that submit - sbatch, salloc, srun - tell the controller and the user alike.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "commands/support/context.h"
#include "commands/support/exit.h"
#include "libcommon/options/job_options.h"
#include "libcommon/text/environment.h"

namespace minislurm {

// The job that the options ask for, with what the caller adds: folder, command line and where it comes from.
JobSpec make_job_spec(const Context& context, JobKind kind, const options::JobOptions& options,
                      const std::vector<std::string>& arguments);

// The words of the command line as Slurm keeps them: program first, joined with blanks.
std::string submit_line(const Context& context, const std::vector<std::string>& arguments);
// The caller's folder, or that of --chdir, absolute.
std::string work_dir(const Context& context, const options::JobOptions& options);
// What follows the last slash.
std::string base_name(std::string_view path);

using Variables = std::map<std::string, std::string>;
// "NAME=VALUE"; anything else is passed over.
void add_assignment(Variables& variables, std::string_view assignment);
// Those of the caller's variables that --export lets through, and those it sets.
Variables exported_variables(const Context& context, const text::ExportList& wanted);
// "A=b\0C=d\0", sorted by name.
std::string environment_block(const Variables& variables);

// The code to end with when Slurm itself fails, and when an immediate request cannot be met at once:
// SLURM_EXIT_ERROR and SLURM_EXIT_IMMEDIATE, unless 0; else `usual`.
// Tells of such a variable that holds no code.
void check_exit_variables(Context& context);
int failure_code(const Context& context, int usual = kExitFailure);
int immediate_failure_code(const Context& context, const Error& error, bool immediate);

// What the options' values were found wrong in, each line once.
void report_complaints(Context& context, options::JobOptions& options);
// --gres=help: the kinds that the cluster's nodes have.
int list_gres(Context& context);

// What the controller said against it, then "WHAT: error".
void report_refusal(Context& context, std::string_view what, const Error& error);

}  // namespace minislurm
