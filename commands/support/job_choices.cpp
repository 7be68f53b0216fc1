#include "commands/support/job_choices.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "libcommon/text/words.h"

namespace minislurm {
namespace {

Error bad(std::string_view piece, std::string_view why = {}) {
  return Error{Code::InvalidJobId, "Bad job/step specified: " + std::string{piece} + std::string{why}};
}

// Takes a number off the front; none where there is none.
std::optional<std::uint32_t> take_number(std::string_view& text) {
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::optional<StepNumber> read_step(std::string_view text) {
  for (const StepNumber special : {StepNumber::Batch, StepNumber::Extern, StepNumber::Interactive})
    if (text::iequals(text, to_string(special))) return special;
  const std::optional<std::uint32_t> value = take_number(text);
  if (!value || !text.empty() || *value >= static_cast<std::uint32_t>(StepNumber::Interactive)) return std::nullopt;
  return static_cast<StepNumber>(*value);
}

Result<JobChoice> read_choice(std::string_view piece) {
  constexpr std::string_view kBadJob = ": JobID includes unexpected non-numeric characters";
  JobChoice choice;
  std::string_view rest = piece;
  const std::optional<std::uint32_t> job = take_number(rest);
  if (!job) return bad(piece);
  if (*job == 0) return bad(piece, ": JobID can not be zero");
  choice.job = JobId{*job};
  for (const auto& [mark, part] : {std::pair{'_', &choice.array_task}, {'+', &choice.het_offset}}) {
    if (rest.empty() || rest.front() != mark) continue;
    std::string_view behind = rest.substr(1);
    *part = take_number(behind);
    if (!*part) return bad(piece, kBadJob);
    rest = behind;
  }
  if (rest.empty()) return choice;
  if (rest.front() != '.') return bad(piece, kBadJob);
  choice.step = read_step(rest.substr(1));
  if (!choice.step) return bad(piece, ": StepID includes unexpected non-numeric characters");
  return choice;
}

}  // namespace

Result<std::vector<JobChoice>> parse_job_choices(std::string_view list) {
  std::vector<JobChoice> choices;
  for (const std::string_view piece : text::split(list, ',')) {
    if (piece.empty()) continue;
    Result<JobChoice> choice = read_choice(piece);
    if (!choice) return choice.error();
    choices.push_back(*choice);
  }
  return choices;
}

bool is_recorded_het(const Job& job) {
  return number(job.het_job) != 0 && (job.started != kNever || job.restarts > 0);
}

bool chooses(const JobChoice& choice, const Job& job, Tristate whole) {
  if (is_recorded_het(job) && whole == Tristate::Yes) {
    const std::uint32_t named = number(choice.job) + choice.het_offset.value_or(0);
    if (std::find(job.het_set.begin(), job.het_set.end(), named) != job.het_set.end()) return true;
  }
  if (choice.het_offset)
    return job.het_job != JobId{} && job.het_job == choice.job && job.het_offset == *choice.het_offset;
  if (is_recorded_het(job) && whole != Tristate::No && job.het_job == choice.job) return true;
  if (choice.array_task) return job.array_job == choice.job && job.array_task == choice.array_task;
  return choice.job == job.id || choice.job == job.array_job;
}

}  // namespace minislurm
