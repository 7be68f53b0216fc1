#include "slurmctld/accounting/limit_keys.h"

#include <algorithm>
#include <limits>

#include "libcommon/base/units.h"
#include "libcommon/text/count.h"
#include "libcommon/text/size.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"

namespace minislurm::accounting {
namespace {

using N = Notation;

// Where a word may stand for several keys, the first row has it.
constexpr LimitKey kKeys[] = {
    {"GrpCPUMins", 7, kOfBoth, Limit::GrpTresMins, N::OneTres, "cpu"},
    {"GrpCPURunMins", 7, kOfBoth, Limit::GrpTresRunMins, N::OneTres, "cpu"},
    {"GrpCPUs", 7, kOfBoth, Limit::GrpTres, N::OneTres, "cpu"},
    {"GrpJobs", 4, kOfBoth, Limit::GrpJobs},
    {"GrpJobsAccrue", 8, kOfBoth, Limit::GrpJobsAccrue},
    {"GrpMemory", 4, kOfBoth, Limit::GrpTres, N::OneTres, "mem"},
    {"GrpNodes", 4, kOfBoth, Limit::GrpTres, N::OneTres, "node"},
    {"GrpSubmitJobs", 4, kOfBoth, Limit::GrpSubmitJobs},
    {"GrpTRES", 7, kOfBoth, Limit::GrpTres, N::Tres},
    {"GrpTRESMins", 8, kOfBoth, Limit::GrpTresMins, N::Tres},
    {"GrpTRESRunMins", 8, kOfBoth, Limit::GrpTresRunMins, N::Tres},
    {"GrpWall", 4, kOfBoth, Limit::GrpWall, N::Wall},
    {"MaxCPUMinsPerJob", 7, kOfBoth, Limit::MaxTresMinsPerJob, N::OneTres, "cpu"},
    {"MaxCPUsPerJob", 7, kOfBoth, Limit::MaxTresPerJob, N::OneTres, "cpu"},
    {"MaxJobs", 4, kOfAssociation, Limit::MaxJobs},
    {"MaxJobsAccrue", 8, kOfAssociation, Limit::MaxJobsAccrue},
    {"MaxCPUsPerUser", 11, kOfQos, Limit::MaxTresPerUser, N::OneTres, "cpu"},
    {"MaxJobsPerUser", 4, kOfQos, Limit::MaxJobsPerUser},
    {"MaxJobsPU", 8, kOfQos, Limit::MaxJobsPerUser},
    {"MaxJobsPerAccount", 11, kOfQos, Limit::MaxJobsPerAccount},
    {"MaxJobsPA", 9, kOfQos, Limit::MaxJobsPerAccount},
    {"MaxJobsAccruePerUser", 17, kOfQos, Limit::MaxJobsAccruePerUser},
    {"MaxJobsAccruePU", 15, kOfQos, Limit::MaxJobsAccruePerUser},
    {"MaxJobsAccruePerAccount", 17, kOfQos, Limit::MaxJobsAccruePerAccount},
    {"MaxJobsAccruePA", 15, kOfQos, Limit::MaxJobsAccruePerAccount},
    {"MaxNodesPerJob", 4, kOfBoth, Limit::MaxTresPerJob, N::OneTres, "node"},
    {"MaxSubmitJobs", 4, kOfAssociation, Limit::MaxSubmitJobs},
    {"MaxNodesPerUser", 12, kOfQos, Limit::MaxTresPerUser, N::OneTres, "node"},
    {"MaxSubmitJobsPerUser", 4, kOfQos, Limit::MaxSubmitPerUser},
    {"MaxSubmitJobsPU", 14, kOfQos, Limit::MaxSubmitPerUser},
    {"MaxSubmitJobsPerAccount", 17, kOfQos, Limit::MaxSubmitPerAccount},
    {"MaxSubmitJobsPA", 15, kOfQos, Limit::MaxSubmitPerAccount},
    {"MaxTRES", 7, kOfBoth, Limit::MaxTresPerJob, N::Tres},
    {"MaxTRESPerJob", 11, kOfBoth, Limit::MaxTresPerJob, N::Tres},
    {"MaxTRESPJ", 9, kOfBoth, Limit::MaxTresPerJob, N::Tres},
    {"MaxTRESPerNode", 11, kOfBoth, Limit::MaxTresPerNode, N::Tres},
    {"MaxTRESPN", 9, kOfBoth, Limit::MaxTresPerNode, N::Tres},
    {"MaxTRESPerUser", 11, kOfQos, Limit::MaxTresPerUser, N::Tres},
    {"MaxTRESPU", 9, kOfQos, Limit::MaxTresPerUser, N::Tres},
    {"MaxTRESPerAccount", 11, kOfQos, Limit::MaxTresPerAccount, N::Tres},
    {"MaxTRESPA", 9, kOfQos, Limit::MaxTresPerAccount, N::Tres},
    {"MaxTRESMinsPerJob", 8, kOfBoth, Limit::MaxTresMinsPerJob, N::Tres},
    {"MaxTRESMinsPJ", 8, kOfBoth, Limit::MaxTresMinsPerJob, N::Tres},
    {"MaxTRESRunMinsPerAccount", 18, kOfQos, Limit::MaxTresRunMinsPerAccount, N::Tres},
    {"MaxTRESRunMinsPA", 16, kOfQos, Limit::MaxTresRunMinsPerAccount, N::Tres},
    {"MaxTRESRunMinsPerUser", 18, kOfQos, Limit::MaxTresRunMinsPerUser, N::Tres},
    {"MaxTRESRunMinsPU", 16, kOfQos, Limit::MaxTresRunMinsPerUser, N::Tres},
    {"MaxWallDurationPerJob", 4, kOfBoth, Limit::MaxWallPerJob, N::Wall},
    {"MinCPUsPerJob", 7, kOfQos, Limit::MinTresPerJob, N::OneTres, "cpu"},
    {"MinPrioThresh", 4, kOfBoth, Limit::MinPrioThreshold},
    {"MinTRESPerJob", 7, kOfQos, Limit::MinTresPerJob, N::Tres},
};

Error invalid(std::string_view name, std::string_view value) {
  return Error{Code::InvalidValue, "Invalid value for " + std::string(name) + " (" + std::string(value) + ")"};
}

bool clears(std::string_view value) { return value.empty() || value == "-1"; }

void put(Limits& limits, Limit limit, const std::string& resource, std::optional<std::uint64_t> count) {
  TresCounts counts = limits.tres_of(limit) ? *limits.tres_of(limit) : TresCounts{};
  const auto found =
      std::find_if(counts.begin(), counts.end(), [&](const auto& pair) { return pair.first == resource; });
  if (found != counts.end() && count) found->second = *count;
  else if (found != counts.end()) counts.erase(found);
  else if (count) counts.emplace_back(resource, *count);
  limits.set(limit, std::move(counts));
}

// By name or by number, as Slurm's ids.
std::string known_resource(std::string_view word, std::span<const std::string> tres) {
  for (const std::string& name : tres)
    if (text::iequals(name, word)) return name;
  const auto number = text::parse_u32(word);
  return number && *number >= 1 && *number <= tres.size() ? tres[*number - 1] : std::string{};
}

Result<std::uint64_t> read_count(const std::string& resource, std::string_view value) {
  if (resource == "mem") {
    const auto memory = text::parse_memory(value);
    if (!memory) return memory.error();
    return memory->count;
  }
  return text::parse_scaled(value, std::uint64_t{1} << 62);
}

Status set_tres(Limits& limits, const LimitKey& key, std::string_view value, std::span<const std::string> tres) {
  if (value.empty()) {
    limits.set(key.limit, TresCounts{});
    return {};
  }
  for (const std::string_view item : text::split_list(value)) {
    const std::size_t equal = item.find('=');
    const std::string_view word = item.substr(0, equal);
    const std::string_view count = equal == std::string_view::npos ? std::string_view{} : item.substr(equal + 1);
    if (equal == std::string_view::npos && word == "-1")
      return Error{Code::InvalidValue, "slurmdb_format_tres_str: no TRES id found for -1"};
    const std::string resource = known_resource(word, tres);
    if (resource.empty())
      return Error{Code::InvalidValue, "slurmdb_format_tres_str: no TRES known by type " + std::string(word)};
    if (equal == std::string_view::npos)
      return Error{Code::InvalidValue, "slurmdb_format_tres_str: no value found " + std::string(item)};
    if (clears(count)) {
      put(limits, key.limit, resource, std::nullopt);
      continue;
    }
    const auto read = read_count(resource, count);
    if (!read) return invalid(key.name, item);
    put(limits, key.limit, resource, *read);
  }
  return {};
}

Status set_wall(Limits& limits, const LimitKey& key, std::string_view value) {
  if (clears(value)) {
    limits.set(key.limit, std::optional<std::uint64_t>{});
    return {};
  }
  const auto minutes = text::parse_time_limit(value);
  if (!minutes)
    return Error{Code::InvalidValue, "Bad " + std::string(key.name) + " time format: " + std::string(value)};
  if (*minutes == kUnlimited) limits.set(key.limit, std::optional<std::uint64_t>{});
  else limits.set(key.limit, static_cast<std::uint64_t>(minutes->count()));
  return {};
}

}  // namespace


bool names(std::string_view word, std::string_view name, std::size_t shortest) {
  return word.size() >= shortest && word.size() <= name.size() && text::istarts_with(name, word);
}

const LimitKey* find_limit_key(LimitOwner of, std::string_view word) {
  for (const bool whole : {true, false})
    for (const LimitKey& row : kKeys)
      if ((row.of & of) != 0 && names(word, row.name, whole ? row.name.size() : row.shortest)) return &row;
  return nullptr;
}

Status set_limit(Limits& limits, const LimitKey& key, std::string_view value, std::span<const std::string> tres) {
  if (key.notation == Notation::Tres) return set_tres(limits, key, value, tres);
  if (key.notation == Notation::Wall) return set_wall(limits, key, value);
  const bool one = key.notation == Notation::OneTres;
  if (clears(value)) {
    if (one) put(limits, key.limit, std::string(key.resource), std::nullopt);
    else limits.set(key.limit, std::optional<std::uint64_t>{});
    return {};
  }
  const auto read = read_count(std::string(key.resource), value);
  if (!read || (!one && *read > std::numeric_limits<std::uint32_t>::max() - 2)) return invalid(key.name, value);
  if (one) put(limits, key.limit, std::string(key.resource), *read);
  else limits.set(key.limit, *read);
  return {};
}

}  // namespace minislurm::accounting
