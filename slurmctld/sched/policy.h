// What SchedulerParameters of slurm.conf say about passes.
// Two policies of backfilling are the ends of one scale. A job that cannot start may have a place planned for it; later
// jobs start only where they leave all planned places as they are.
//   EASY (Lifka, "The ANL/IBM SP Scheduling System", JSSPP 1995): only the first job has such a place. In each partition
//     that is bf_job_part_count_reserve=1; a larger number gives so many of them one.
//   Conservative (Feitelson and Weil, "Utilization and Predictability in Scheduling the IBM SP2 with Backfilling",
//     IPPS 1998): every job has one. That is what happens without the parameter.
// Mu'alem and Feitelson (IEEE TPDS 12(6), 2001) compare the two: EASY starts more jobs early, conservative backfilling
// keeps what it has foretold.
// Source of the parameters: "SchedulerParameters" of Slurm's slurm.conf page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/units.h"
#include "libcommon/model/cluster.h"

namespace minislurm::sched {

// 0 means no limit unless a line says otherwise.
struct Policy {
  bool backfill = true;                   // the kind of this pass

  // Both kinds.
  Seconds min_age{0};                     // who waits for less keeps nothing free (bf_min_age_reserve)
  std::uint64_t min_priority = 0;         // nor does who has less (bf_min_prio_reserve)
  bool stop_at_association_limits = false;  // who waits for one keeps its partition from those behind (assoc_limit_stop)

  // The main pass.
  std::uint32_t main_depth = 100;         // jobs that do not start, at most, in one pass (default_queue_depth)
  std::uint32_t main_partition_depth = 0; // jobs of one partition (partition_job_depth)
  std::uint32_t main_starts = 0;          // jobs started (sched_max_job_start)

  // The backfill pass.
  std::uint32_t looked_at = 500;          // as main_depth (bf_max_job_test)
  std::uint32_t starts = 0;               // bf_max_job_start
  std::uint32_t of_user = 0, of_partition = 0, of_association = 0, of_user_in_partition = 0;  // bf_max_job_...
  std::uint32_t places_in_partition = 0;  // jobs with a planned place; 1: EASY (bf_job_part_count_reserve)
  std::uint32_t places_of_array = 20;     // bf_max_job_array_resv; 0: none
  std::uint32_t planned = 100;            // planned places in all
  std::uint32_t look_ahead_tests = 2000;  // placements tried in the future, at most, in one pass
  Seconds window{86400};                  // how far ahead a start is planned (bf_window)
  Seconds resolution{60};                 // planned ends are rounded up to a multiple of it (bf_resolution)
  bool licenses = false;                  // on the timeline, too (bf_licenses)
  bool busy_nodes = false;                // plan on nodes in use rather than on idle ones (bf_busy_nodes)
};
Policy policy_of(const Settings& settings);
// The next multiple of the resolution, counted from the beginning of Unix time as in Slurm.
inline Instant round_up(Instant when, Seconds resolution) {
  return Instant{(when.time_since_epoch() + resolution - Seconds{1}) / resolution * resolution};
}

// When passes happen.
struct Rhythm {
  bool backfills = true;                  // SchedulerType=sched/backfill, and no bf_interval=-1
  std::optional<Seconds> backfill_interval;  // from one backfill pass to the next (bf_interval)
  std::optional<Seconds> full_pass{60};   // from one main pass over all jobs to the next; nullopt: never (sched_interval)
  Seconds main_interval{0};               // between main passes at least (sched_min_interval, rounded down)
  bool defer = false, defer_batch = false;  // submissions (of batch jobs) start no pass
};
Rhythm rhythm_of(const Settings& settings);
// At least so long from one backfill pass to the next, with so many jobs waiting: bf_interval where it is given. Else a
// short queue is looked at after every event, and a long one once in a second.
Seconds backfill_interval(const Settings& settings, std::size_t waiting);

// A line for each word of SchedulerParameters that is no number, or out of its range: its default counts.
std::vector<std::string> complaints(const Settings& settings);

}  // namespace minislurm::sched
