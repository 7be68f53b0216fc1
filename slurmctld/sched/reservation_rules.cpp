#include "slurmctld/sched/reservation_rules.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "libcommon/text/calendar.h"
#include "libcommon/text/words.h"

namespace minislurm::sched {
namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A list of names of which one has to fit, or of which, each with a '-' before it, none may.
template <class Fits>
bool passes(const std::vector<std::string>& names, Fits fits) {
  if (names.empty()) return true;
  const bool excludes = names.front().front() == '-';
  const bool found = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return fits(excludes ? std::string_view(name).substr(1) : std::string_view(name));
  });
  return found != excludes;
}

std::string_view first_word(std::string_view list) { return list.substr(0, list.find(',')); }

Instant next_hour(Instant when) { return when + Seconds{3600}; }
Instant next_day(Instant when) { return text::days_later(when, 1); }
Instant next_week(Instant when) { return text::days_later(when, 7); }

Instant next_weekday(Instant when) {
  do when = next_day(when);
  while (text::is_weekend(when));
  return when;
}

Instant next_weekend(Instant when) {
  do when = next_day(when);
  while (!text::is_weekend(when));
  return when;
}

struct Repeat {
  std::string_view flag;
  Instant (*next)(Instant);
};

constexpr Repeat kRepeats[] = {{"HOURLY", &next_hour},
                               {"DAILY", &next_day},
                               {"WEEKDAY", &next_weekday},
                               {"WEEKEND", &next_weekend},
                               {"WEEKLY", &next_week}};

const Repeat* repeat_of(const Reservation& reservation) {
  const auto* row = std::find_if(std::begin(kRepeats), std::end(kRepeats),
                                 [&](const Repeat& one) { return has_flag(reservation, one.flag); });
  return row == std::end(kRepeats) ? nullptr : row;
}

}  // namespace

bool has_flag(const Reservation& reservation, std::string_view flag) { return contains(reservation.flags, flag); }

bool admits(const Reservation& reservation, const Job& job) {
  return passes(reservation.users, [&](std::string_view name) { return name == job.user_name; }) &&
         passes(reservation.accounts, [&](std::string_view name) { return name == job.spec.account; }) &&
         passes(reservation.groups,
                [&](std::string_view name) { return name == job.group_name || contains(job.groups, name); }) &&
         passes(reservation.qos, [&](std::string_view name) { return name == first_word(job.spec.qos); }) &&
         passes(reservation.allowed_partitions,
                [&](std::string_view name) { return name == first_word(job.partition); });
}

bool is_active(const Reservation& reservation, Instant now) {
  return reservation.start <= now && now < reservation.end;
}

bool is_flexible(const Reservation& reservation) { return has_flag(reservation, "FLEX"); }

bool lets_overlap(const Reservation& reservation) {
  return has_flag(reservation, "OVERLAP") || has_flag(reservation, "MAINT");
}

bool comes_back(const Reservation& reservation) { return repeat_of(reservation) != nullptr; }

bool move_on(Reservation& reservation) {
  const Repeat* repeat = repeat_of(reservation);
  if (!repeat) return false;
  const Seconds length = reservation.end - reservation.start;
  reservation.start = repeat->next(reservation.start);
  reservation.end = reservation.start + length;
  return true;
}

bool overlap_in_time(const Reservation& left, const Reservation& right) {
  // Those that come back are compared for so many turns: over a week there are no other constellations but for
  // the change of clocks.
  constexpr int kTurns = 8 * 24;
  Reservation first = left, second = right;
  for (int turn = 0; turn < kTurns; ++turn) {
    if (first.start < second.end && second.start < first.end) return true;
    // The one that is over first goes on.
    Reservation& earlier = first.end <= second.start ? first : second;
    if (!move_on(earlier)) return false;
  }
  return false;
}

}  // namespace minislurm::sched
