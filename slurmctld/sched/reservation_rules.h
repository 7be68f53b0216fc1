// What an advanced reservation means: who may use it, when it comes back, and what its flags change.
// Source: "Advanced Resource Reservation Guide" and scontrol(1) of Slurm's documentation.
#pragma once

#include <optional>
#include <string_view>

#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"

namespace minislurm::sched {

// `flag` as it is shown: "MAINT", "STATIC"...
bool has_flag(const Reservation& reservation, std::string_view flag);

// Whether it lets in the job's owner with the job's account, QOS and (first) partition. Of each list that is set the
// job has to be on, or, where its names begin with '-', not to be on it. Accounts below a listed one have to be listed.
bool admits(const Reservation& reservation, const Job& job);

bool is_active(const Reservation& reservation, Instant now);
// Jobs that name it may be outside of it, in time and in place.
bool is_flexible(const Reservation& reservation);
// Others may be made on its nodes and in its time.
bool lets_overlap(const Reservation& reservation);

// HOURLY, DAILY, WEEKDAY, WEEKEND or WEEKLY: moved to its next time; false: it does not come back.
bool move_on(Reservation& reservation);
bool comes_back(const Reservation& reservation);
// Whether they are ever in force at once, the times at which they come back counted.
bool overlap_in_time(const Reservation& left, const Reservation& right);

}  // namespace minislurm::sched
