#include "libcommon/model/limits.h"

#include <algorithm>
#include <iterator>

namespace minislurm {
namespace {

constexpr LimitName kNames[] = {
    {Limit::GrpJobs, "GrpJobs", true, true},
    {Limit::GrpJobsAccrue, "GrpJobsAccrue", true, true},
    {Limit::GrpSubmitJobs, "GrpSubmit", true, true},
    {Limit::GrpWall, "GrpWall", true, true},
    {Limit::MaxJobs, "MaxJobs", true, false},
    {Limit::MaxJobsAccrue, "MaxJobsAccrue", true, false},
    {Limit::MaxSubmitJobs, "MaxSubmit", true, false},
    {Limit::MaxWallPerJob, "MaxWall", true, true},
    {Limit::MaxJobsPerUser, "MaxJobsPU", false, true},
    {Limit::MaxJobsPerAccount, "MaxJobsPA", false, true},
    {Limit::MaxJobsAccruePerUser, "MaxJobsAccruePU", false, true},
    {Limit::MaxJobsAccruePerAccount, "MaxJobsAccruePA", false, true},
    {Limit::MaxSubmitPerUser, "MaxSubmitPU", false, true},
    {Limit::MaxSubmitPerAccount, "MaxSubmitPA", false, true},
    {Limit::MinPrioThreshold, "MinPrioThreshold", true, true},
    {Limit::GrpTres, "GrpTRES", true, true},
    {Limit::GrpTresMins, "GrpTRESMins", true, true},
    {Limit::GrpTresRunMins, "GrpTRESRunMins", true, true},
    {Limit::MaxTresPerJob, "MaxTRES", true, true},
    {Limit::MaxTresPerNode, "MaxTRESPerNode", true, true},
    {Limit::MaxTresMinsPerJob, "MaxTRESMins", true, true},
    {Limit::MaxTresPerUser, "MaxTRESPU", false, true},
    {Limit::MaxTresPerAccount, "MaxTRESPA", false, true},
    {Limit::MaxTresRunMinsPerUser, "MaxTRESRunMinsPU", false, true},
    {Limit::MaxTresRunMinsPerAccount, "MaxTRESRunMinsPA", false, true},
    {Limit::MinTresPerJob, "MinTRES", false, true},
};

template <class Row>
auto find_row(std::vector<Row>& rows, Limit limit) {
  return std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.limit == limit; });
}

}  // namespace

std::span<const LimitName> limit_names() { return kNames; }

std::optional<std::uint64_t> Limits::count_of(Limit limit) const {
  for (const CountLimit& row : counts) {
    if (row.limit == limit) return row.value;
  }
  return std::nullopt;
}

const TresCounts* Limits::tres_of(Limit limit) const {
  for (const TresLimit& row : tres) {
    if (row.limit == limit) return &row.counts;
  }
  return nullptr;
}

void Limits::set(Limit limit, std::optional<std::uint64_t> value) {
  const auto row = find_row(counts, limit);
  if (!value) {
    if (row != counts.end()) counts.erase(row);
  } else if (row != counts.end()) {
    row->value = *value;
  } else {
    counts.push_back({limit, *value});
  }
}

void Limits::set(Limit limit, TresCounts new_counts) {
  const auto row = find_row(tres, limit);
  if (new_counts.empty()) {
    if (row != tres.end()) tres.erase(row);
  } else if (row != tres.end()) {
    row->counts = std::move(new_counts);
  } else {
    tres.push_back({limit, std::move(new_counts)});
  }
}

}  // namespace minislurm
