// The variables that tell salloc's command of its allocation. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "libcommon/model/job.h"
#include "libcommon/options/job_options.h"

namespace minislurm::salloc {

struct Origin {
  std::string host, folder;  // where salloc was called
};

std::map<std::string, std::string> allocation_variables(const Job& job, const std::string& cluster_name,
                                                        const Origin& origin);

// What a command in a heterogeneous allocation sees instead: NAME_HET_GROUP_0 and so on of each component.
// `options`: of the components. REQUIRES: as many as components, at least one.
std::map<std::string, std::string> het_variables(const std::vector<Job>& components,
                                                 const std::vector<options::JobOptions>& options,
                                                 const std::string& cluster_name, const Origin& origin);

// Those that tell what options were given.
void add_option_variables(std::map<std::string, std::string>& variables, const options::JobOptions& options);

// `variables` ("A=b") with those of `added` in place of their own of the same name.
std::vector<std::string> merged(const std::vector<std::string>& variables,
                                const std::map<std::string, std::string>& added);

}  // namespace minislurm::salloc
