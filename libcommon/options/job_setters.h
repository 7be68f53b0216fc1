// The setters that most rows of the job options share, made from the member they fill and the option's name.
// Only the tables in job_*_options.cpp include this.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "libcommon/options/job_options.h"
#include "libcommon/text/count.h"
#include "libcommon/text/size.h"

namespace minislurm::options {

// An option's name as a template argument.
template <std::size_t N>
struct Name {
  char text[N];
  constexpr Name(const char (&literal)[N]) : text{} { std::copy_n(literal, N, text); }
  constexpr std::string_view view() const { return {text, N - 1}; }
};

inline Error invalid(std::string_view option) {
  return Error::generic("Invalid --" + std::string(option) + " specification");
}
inline Error invalid_number(std::string_view option, std::string_view value) {
  return Error{kFatalValue, "Invalid numeric value \"" + std::string(value) + "\" for --" + std::string(option) + "."};
}

template <auto Member>
Status set_text(JobOptions& options, std::string_view value) {
  options.spec.*Member = std::string(value);
  return {};
}

template <auto Member>
Status set_flag(JobOptions& options, std::string_view) {
  options.spec.*Member = true;
  return {};
}

// A count of at least one.
inline constexpr std::uint32_t kMostCount = 0x7fffffff;
template <auto Member, Name kName>
Status set_count(JobOptions& options, std::string_view value) {
  const Result<std::uint32_t> count = text::parse_u32(value, kMostCount);
  if (!count || *count == 0) return invalid_number(kName.view(), value);
  options.spec.*Member = *count;
  return {};
}

// The same, zero allowed.
template <auto Member, Name kName>
Status set_number(JobOptions& options, std::string_view value) {
  const Result<std::uint32_t> count = text::parse_u32(value, kMostCount);
  if (!count) return invalid_number(kName.view(), value);
  options.spec.*Member = *count;
  return {};
}

template <auto Member, Name kName>
Status set_size(JobOptions& options, std::string_view value) {
  const Result<Mebibytes> size = text::parse_memory(value);
  if (!size) return invalid(kName.view());
  options.spec.*Member = *size;
  return {};
}

// An option that means nothing here: accepted, and shown where Slurm shows it. Given again it replaces itself.
template <Name kName>
Status keep(JobOptions& options, std::string_view value) {
  auto& kept = options.spec.kept;
  const auto same = [](const auto& entry) { return entry.first == kName.view(); };
  kept.erase(std::remove_if(kept.begin(), kept.end(), same), kept.end());
  kept.emplace_back(std::string(kName.view()), std::string(value));
  return {};
}

using Row = Option<JobOptions>;

// The tables, one for each section of --help.
std::span<const Row> size_rows();
std::span<const Row> memory_rows();
std::span<const Row> gres_rows();
std::span<const Row> placement_rows();
std::span<const Row> time_rows();
std::span<const Row> output_rows();
std::span<const Row> identity_rows();
std::span<const Row> kept_rows();

}  // namespace minislurm::options
