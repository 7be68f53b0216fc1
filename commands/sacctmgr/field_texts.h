// What each field shows of a line.
#pragma once

#include <string>

#include "commands/sacctmgr/fields.h"

namespace minislurm::sacctmgr::texts {

inline constexpr char kCpu[] = "cpu", kMemory[] = "mem", kNode[] = "node";

std::string limit_of(const Row& row, const View& view, Limit limit);
std::string tres_of(const Row& row, const View& view, Limit limit, std::string_view tres);

template <Limit Which>
std::string limit(const Row& row, const View& view) {
  return limit_of(row, view, Which);
}
// GrpCPUs and the like: one resource of a limit.
template <Limit Which, const char* Tres>
std::string one_tres(const Row& row, const View& view) {
  return tres_of(row, view, Which, Tres);
}

std::string account(const Row& row, const View& view);
std::string admin(const Row& row, const View& view);
std::string cluster(const Row& row, const View& view);
std::string comment(const Row& row, const View& view);
std::string coordinators(const Row& row, const View& view);
std::string default_account(const Row& row, const View& view);
std::string default_qos(const Row& row, const View& view);
std::string default_wckey(const Row& row, const View& view);
std::string description(const Row& row, const View& view);
std::string shares(const Row& row, const View& view);
std::string flags(const Row& row, const View& view);
std::string grace_time(const Row& row, const View& view);
std::string id(const Row& row, const View& view);
std::string limit_factor(const Row& row, const View& view);
std::string lineage(const Row& row, const View& view);
std::string name(const Row& row, const View& view);
std::string organization(const Row& row, const View& view);
std::string parent_id(const Row& row, const View& view);
std::string parent_name(const Row& row, const View& view);
std::string partition(const Row& row, const View& view);
std::string preempt(const Row& row, const View& view);
std::string preempt_exempt_time(const Row& row, const View& view);
std::string preempt_mode(const Row& row, const View& view);
std::string priority(const Row& row, const View& view);
std::string qos_list(const Row& row, const View& view);
std::string qos_ids(const Row& row, const View& view);
std::string usage_factor(const Row& row, const View& view);
std::string usage_threshold(const Row& row, const View& view);
std::string user(const Row& row, const View& view);
std::string wckeys(const Row& row, const View& view);
std::string wckey_name(const Row& row, const View& view);

}  // namespace minislurm::sacctmgr::texts
