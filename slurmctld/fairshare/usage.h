// What associations and qualities of service have used: TRES-seconds that fade with a half-life.
// Source: "Multifactor Priority Plugin" of Slurm's documentation. Usage moves on in periods, as in Slurm: at the end of
// each, what was there fades, and what jobs used within the period is added.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/base/units.h"
#include "libcommon/model/priority_settings.h"

namespace minislurm::fairshare {

using TresAmounts = std::vector<std::pair<std::string, double>>;

struct UsageRow {
  std::uint32_t id = 0;   // of the association, or of the QOS
  double raw = 0;         // billing-seconds: what fair share goes by
  double wall = 0;        // seconds of jobs, for GrpWall
  TresAmounts tres;       // TRES-seconds
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.id); visit(2, self.raw); visit(3, self.wall); visit(4, self.tres);
  }
};

// Rows by id.
struct NewUsage {
  Instant since{};
  std::vector<UsageRow> associations, qos;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.since); visit(2, self.associations); visit(3, self.qos);
  }
};

// Rows by id. An association's is its own jobs' alone; what its children used is added where a tree is made.
struct Usage {
  Instant as_of{}, last_reset{};
  std::vector<UsageRow> associations, qos;
  NewUsage fresh;         // of jobs that ended since as_of: it counts from the period's end on; a record of its own
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.as_of); visit(2, self.last_reset); visit(3, self.associations); visit(4, self.qos);
  }
};

// A job that holds resources: what it uses in a second.
struct Consumer {
  std::uint32_t association = 0, qos = 0;  // 0: none
  Instant since{};                         // its start
  double factor = 1;                       // UsageFactor of its QOS
  double billing = 0;
  TresAmounts tres;
};

// The share of it that is left after `elapsed`; 1 without a half-life.
double fading(Seconds elapsed, Seconds half_life);

// Takes note of what a job used up to `end` that has not been charged yet: since as_of, or since its start.
void charge_end(Usage& usage, const Consumer& job, Instant end, Seconds half_life);

// How many periods are over at `now`.
std::int64_t periods_over(const Usage& usage, Instant now, Seconds length);
// Ends so many periods of that length at once, at the cost of one. REQUIRES: none of `running` began later.
void end_periods(Usage& usage, std::int64_t count, Seconds length, std::span<const Consumer> running,
                 Seconds half_life);

// Nothing was ever used; a new period begins.
void forget_all(Usage& usage, Instant now);
// Forgets all when a day, week, month, quarter or year has begun since that was done last. False: none has.
bool reset_if_due(Usage& usage, Instant now, UsageReset period);

// nullptr: nothing was used.
const UsageRow* find_row(std::span<const UsageRow> rows, std::uint32_t id);

}  // namespace minislurm::fairshare
