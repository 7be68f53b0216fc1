#include "commands/sshare/fields.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>

#include "libcommon/table/sacct_format.h"

namespace minislurm::sshare {
namespace {

using At = const Line&;
using Look = const View&;

std::string fixed(double value) {
  char buffer[400];
  std::snprintf(buffer, sizeof buffer, "%.6f", value);
  return buffer;
}

bool is_root(At line) { return line.row->parent == 0; }
bool is_user(At line) { return !line.row->user.empty(); }
bool has_shares(At line) { return line.row->shares != Association::kParentShares; }

std::string raw_shares(At line, Look) {
  if (is_root(line)) return {};
  return has_shares(line) ? std::to_string(line.row->shares) : "parent";
}

std::string level(At line, Look look) {
  if (!look.fair_tree) return fixed(0);
  if (is_root(line) || !has_shares(line)) return {};
  return std::isinf(line.row->level_fs) ? "inf" : fixed(line.row->level_fs);
}

// Of every resource that the cluster counts, in minutes.
template <class List>
std::string minutes(const List& list, Look look) {
  std::string out;
  for (const std::string& name : look.tres) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.first == name; });
    const double seconds = found == list.end() ? 0 : static_cast<double>(found->second);
    out += (out.empty() ? "" : ",") + name + "=" + std::to_string(static_cast<std::uint64_t>(seconds / 60));
  }
  return out;
}

std::string limits(At line, Look) {
  std::string out;
  for (const auto& one : line.row->group_minutes_limit)
    out += (out.empty() ? "" : ",") + one.first + "=" + std::to_string(one.second);
  return out;
}

constexpr Field kFields[] = {
    {"Account", 0, -20, "Account",
     [](At l, Look) { return std::string(static_cast<std::size_t>(l.depth), ' ') + l.row->account; }},
    {"Cluster", 0, 10, "Cluster", [](At, Look v) { return v.cluster; }},
    {"EffectvUsage", 0, 13, "EffectvUsage", [](At l, Look) { return fixed(l.row->effective_usage); }},
    {"FairShare", 0, 10, "FairShare", [](At l, Look) { return is_user(l) ? fixed(l.row->fair_share) : std::string{}; }},
    {"GrpTRESMins", 0, 30, "GrpTRESMins", limits},
    {"GrpTRESRaw", 0, 30, "GrpTRESRaw", [](At l, Look v) { return minutes(l.row->used_seconds, v); }},
    {"ID", 0, 6, "ID", [](At l, Look) { return std::to_string(l.row->association); }},
    {"LevelFS", 0, 10, "LevelFS", level},
    {"NormShares", 0, 11, "NormShares", [](At l, Look) { return fixed(l.row->norm_shares); }},
    {"NormUsage", 0, 11, "NormUsage", [](At l, Look) { return is_root(l) ? std::string{} : fixed(l.row->norm_usage); }},
    {"Partition", 0, 12, "Partition", [](At l, Look) { return l.row->partition; }},
    {"RawShares", 0, 10, "RawShares", raw_shares},
    {"RawUsage", 0, 11, "RawUsage",
     [](At l, Look) { return std::to_string(static_cast<std::uint64_t>(l.row->raw_usage)); }},
    {"TRESRunMins", 0, 30, "TRESRunMins", [](At l, Look v) { return minutes(l.row->run_seconds, v); }},
    {"User", 0, 10, "User", [](At l, Look) { return l.row->user; }},
};

struct Number {
  std::string_view name;
  double wire::ShareRow::*fraction = nullptr;  // nullptr: a whole number
};
constexpr Number kNumbers[] = {
    {"EffectvUsage", &wire::ShareRow::effective_usage}, {"FairShare", &wire::ShareRow::fair_share},
    {"LevelFS", &wire::ShareRow::level_fs},             {"NormShares", &wire::ShareRow::norm_shares},
    {"NormUsage", &wire::ShareRow::norm_usage},         {"ID"},
    {"RawShares"},                                      {"RawUsage"},
};

}  // namespace

std::span<const Field> fields() { return kFields; }

void append_field(std::string& out, const Field& field, const Line& line, const View& view, int width) {
  const std::string text = field.text(line, view);
  const auto room = static_cast<std::size_t>(width < 0 ? -width : width);
  const auto number = std::find_if(std::begin(kNumbers), std::end(kNumbers),
                                   [&field](const Number& one) { return one.name == field.name; });
  if (number == std::end(kNumbers) || text.size() <= room) return table::append_sacct_cell(out, text, width);
  if (number->fraction == nullptr) {
    out += text + ' ';
    return;
  }
  constexpr int kAround = 6;  // "1.e+00" stands around the digits; a width without room for any gets all of them
  const int digits = static_cast<int>(room) - kAround;
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*e ", digits >= 0 ? digits : kAround, line.row->*number->fraction);
  out += buffer;
}

}  // namespace minislurm::sshare
