#include "slurmctld/requests/reservation_flags.h"

#include <algorithm>
#include <iterator>

#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"
#include "slurmctld/sched/reservation_rules.h"

namespace minislurm::requests {
namespace {

struct Flag {
  std::string_view word, shown;
  std::size_t shortest;  // as many letters say which; 0: nobody can ask for it
};

// In the order in which they are shown.
constexpr Flag kFlags[] = {{"MAINTENANCE", "MAINT", 3},      {"FLEX", "FLEX", 3},
                           {"OVERLAP", "OVERLAP", 1},        {"IGNORE_JOBS", "IGNORE_JOBS", 1},
                           {"HOURLY", "HOURLY", 1},          {"DAILY", "DAILY", 1},
                           {"WEEKDAY", "WEEKDAY", 5},        {"WEEKEND", "WEEKEND", 5},
                           {"WEEKLY", "WEEKLY", 5},          {"SPEC_NODES", "SPEC_NODES", 0},
                           {"ALL_NODES", "ALL_NODES", 0},    {"ANY_NODES", "ANY_NODES", 1},
                           {"LICENSE_ONLY", "ANY_NODES", 1}, {"STATIC_ALLOC", "STATIC", 1},
                           {"PART_NODES", "PART_NODES", 2},  {"TIME_FLOAT", "TIME_FLOAT", 1},
                           {"REPLACE", "REPLACE", 7},        {"REPLACE_DOWN", "REPLACE_DOWN", 8},
                           {"PURGE_COMP", "PURGE_COMP", 2},  {"NO_HOLD_JOBS_AFTER_END", "NO_HOLD_JOBS_AFTER_END", 1},
                           {"MAGNETIC", "MAGNETIC", 3},      {"FORCE_START", "FORCE_START", 2},
                           {"USER_DELETE", "USER_DELETE", 1}};

const Flag* find_flag(std::string_view word) {
  const auto* row = std::find_if(std::begin(kFlags), std::end(kFlags), [word](const Flag& flag) {
    return flag.shortest > 0 && word.size() >= flag.shortest && text::istarts_with(flag.word, word);
  });
  return row == std::end(kFlags) ? nullptr : row;
}

std::size_t rank_of(std::string_view shown) {
  const std::string_view name = shown.substr(0, shown.find('='));
  return static_cast<std::size_t>(
      std::find_if(std::begin(kFlags), std::end(kFlags), [name](const Flag& flag) { return flag.shown == name; }) -
      std::begin(kFlags));
}

constexpr Seconds kPurgeAfter{300};

// "MAINT" of "MAINT", "PURGE_COMP" of "PURGE_COMP=00:05:00".
std::string_view plain(std::string_view shown) { return shown.substr(0, shown.find('=')); }

}  // namespace

Status change_flags(Reservation& reservation, std::string_view value, char how) {
  for (std::string_view item : text::split_list(value)) {
    const bool minus = item.front() == '-' || how == '-';
    if (item.front() == '-' || item.front() == '+') item.remove_prefix(1);
    const auto equals = item.find('=');
    const Flag* flag = find_flag(item.substr(0, equals));
    if (flag == nullptr) return Error{Code::InvalidValue};
    const bool purge = flag->shown == "PURGE_COMP";
    drop_flag(reservation, flag->shown);
    if (purge) reservation.purge_after = Seconds{0};
    if (minus) continue;
    std::string shown{flag->shown};
    if (purge) {
      const auto after = equals == std::string_view::npos ? Result<Seconds>{kPurgeAfter}
                                                          : text::parse_duration(item.substr(equals + 1));
      if (!after) return Error{Code::InvalidValue};
      reservation.purge_after = *after;
      shown += "=" + text::format_duration_padded(*after);
    }
    reservation.flags.push_back(std::move(shown));
  }
  return {};
}

void set_flag(Reservation& reservation, std::string_view shown) {
  if (!sched::has_flag(reservation, shown)) reservation.flags.emplace_back(shown);
}

void drop_flag(Reservation& reservation, std::string_view shown) {
  std::erase_if(reservation.flags, [&](const std::string& one) { return plain(one) == shown; });
}

void sort_flags(Reservation& reservation) {
  std::sort(reservation.flags.begin(), reservation.flags.end(),
            [](const std::string& left, const std::string& right) { return rank_of(left) < rank_of(right); });
}

Status check_flags(const core::ClusterState::Inside& state, const Reservation& reservation) {
  constexpr std::string_view kRepeats[] = {"HOURLY", "DAILY", "WEEKDAY", "WEEKEND", "WEEKLY"};
  const auto repeats = std::count_if(std::begin(kRepeats), std::end(kRepeats),
                                     [&](std::string_view flag) { return sched::has_flag(reservation, flag); });
  if (repeats > 1)
    return Error::generic(
        "scontrol: error: Reservation has multiple reoccurring flags. Please specify only one reoccurring flag\n"
        "Error creating the reservation: Requested operation not supported on this system\n");
  const auto has_any = [&](std::initializer_list<std::string_view> flags) {
    return std::any_of(flags.begin(), flags.end(), [&](std::string_view flag) { return sched::has_flag(reservation, flag); });
  };
  if (has_any({"REPLACE", "REPLACE_DOWN"}) && has_any({"STATIC", "MAINT"}))
    return Error::generic(
        "scontrol: error: REPLACE and REPLACE_DOWN flags cannot be used with STATIC_ALLOC or MAINT flags\n"
        "Error creating the reservation: Requested operation not supported on this system\n");
  const bool all = reservation.nodes.size() == state.cluster.nodes.size() || sched::has_flag(reservation, "ALL_NODES");
  if (sched::has_flag(reservation, "PART_NODES") && (reservation.partition.empty() || !all))
    return Error{Code::InvalidValue, "PART_NODES flag requires specifying a Partition and ALL nodes."};
  return {};
}

}  // namespace minislurm::requests
