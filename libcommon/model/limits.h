// What an association or a QOS may limit, one row per limit. sacctmgr reads and prints by this table, the controller
// enforces by it. Sources: sacctmgr(1), "Resource Limits" of Slurm's documentation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace minislurm {

// Numbers are stored: append only. Wall times are minutes, GraceTime and the like are not limits and stand elsewhere.
enum class Limit : std::uint32_t {
  // Counts.
  GrpJobs = 1, GrpJobsAccrue, GrpSubmitJobs, GrpWall,
  MaxJobs, MaxJobsAccrue, MaxSubmitJobs, MaxWallPerJob,                     // of an association; MaxWallPerJob of a QOS too
  MaxJobsPerUser, MaxJobsPerAccount, MaxJobsAccruePerUser, MaxJobsAccruePerAccount,
  MaxSubmitPerUser, MaxSubmitPerAccount, MinPrioThreshold,
  // Per trackable resource.
  GrpTres = 32, GrpTresMins, GrpTresRunMins,
  MaxTresPerJob, MaxTresPerNode, MaxTresMinsPerJob,
  MaxTresPerUser, MaxTresPerAccount, MaxTresRunMinsPerUser, MaxTresRunMinsPerAccount, MinTresPerJob,
};
constexpr bool is_per_tres(Limit limit) { return limit >= Limit::GrpTres; }

struct LimitName {
  Limit limit;
  std::string_view name;      // as sacctmgr writes it in a full heading, "GrpTRESMins"
  bool of_association, of_qos;
};
std::span<const LimitName> limit_names();

// Counts per trackable resource, "cpu", "mem" (MB), "gres/gpu:tesla", "license/matlab": in the order of format_tres.
using TresCounts = std::vector<std::pair<std::string, std::uint64_t>>;

struct CountLimit {
  Limit limit{};
  std::uint64_t value = 0;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.limit); visit(2, self.value); }
};

struct TresLimit {
  Limit limit{};
  TresCounts counts;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.limit); visit(2, self.counts); }
};

// Only what is set; each limit at most once.
struct Limits {
  std::vector<CountLimit> counts;
  std::vector<TresLimit> tres;
  std::optional<std::uint64_t> count_of(Limit limit) const;
  const TresCounts* tres_of(Limit limit) const;                    // nullptr: not set
  void set(Limit limit, std::optional<std::uint64_t> value);       // nullopt takes it away
  void set(Limit limit, TresCounts counts);                        // empty takes it away
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.counts); visit(2, self.tres); }
};

}  // namespace minislurm
