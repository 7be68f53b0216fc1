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
inline Error fatal_value(std::string text) { return Error{kFatalValue, std::move(text)}; }
// Not a number, or one that is larger than any count.
inline Error invalid_number(std::string_view option, std::string_view value) {
  const std::string shown(value), name = "--" + std::string(option) + ".";
  const bool digits = !value.empty() && value.find_first_not_of("0123456789") == value.npos;
  const bool zero = value.find_first_not_of('0') == value.npos;
  if (digits && !zero) return fatal_value("Numeric argument (" + shown + ") too large for " + name);
  return fatal_value("Invalid numeric value \"" + shown + "\" for " + name);
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

// K, M, G and T; there is no machine whose memory is counted in larger units.
template <auto Member, Name kName>
Status set_size(JobOptions& options, std::string_view value) {
  const Result<Mebibytes> size = text::parse_memory(value);
  const bool peta = value.find_first_of("pP") != value.npos;
  if (!size || peta) return invalid(kName.view());
  options.spec.*Member = *size;
  return {};
}

// An option that means nothing here: accepted, and shown where Slurm shows it. Given again it replaces itself.
inline void keep_as(JobSpec& spec, std::string_view name, std::string_view value) {
  const auto same = [name](const auto& entry) { return entry.first == name; };
  spec.kept.erase(std::remove_if(spec.kept.begin(), spec.kept.end(), same), spec.kept.end());
  spec.kept.emplace_back(std::string(name), std::string(value));
}
template <Name kName>
Status keep(JobOptions& options, std::string_view value) {
  keep_as(options.spec, kName.view(), value);
  return {};
}

// A number as C reads one: a sign, then digits; what follows counts for nothing, and nothing at all is 0.
long long leading_number(std::string_view value);

using Row = Option<JobOptions>;

// The tables, one for each section of --help.
std::span<const Row> size_rows();
std::span<const Row> memory_rows();
std::span<const Row> gres_rows();
std::span<const Row> placement_rows();
std::span<const Row> time_rows();
std::span<const Row> output_rows();
std::span<const Row> identity_rows();
std::span<const Row> elastic_rows();
std::span<const Row> kept_rows();
std::span<const Row> tuning_rows();

// What an elastic job asks for, as a whole. Errors: kFatalMix.
Status finish_elastic(JobOptions& options);

}  // namespace minislurm::options
