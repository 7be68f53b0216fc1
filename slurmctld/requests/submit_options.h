// Options whose sense depends on the cluster: what is refused, and in which words.
#pragma once

#include "slurmctld/requests/context.h"

namespace minislurm::requests {

// --requeue=expedite, --signal=R:, --acctg-freq, --resources, --batch, --prefer. Errors: Code::Generic, InvalidLicenses.
Status check_options(const Context& context, const JobSpec& spec);

// --time-min and --deadline beside the limit that the job has got. Errors: Code::InvalidTimeLimit, Generic.
Status check_times(const Job& job, const Partition& partition, Instant now);

// The value of an option that is kept as it was given; empty: not given.
std::string_view kept_value(const JobSpec& spec, std::string_view option);

}  // namespace minislurm::requests
