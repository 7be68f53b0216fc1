#include "commands/support/step_id.h"

#include <algorithm>
#include <cctype>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm {
namespace {

constexpr std::uint32_t kMostStep = 0xfffffff0;  // numbers above name special steps

struct Part {
  const char* name;      // "JobID"
  std::string_view text;
};

// Why it is no number that can be meant; empty: it is one.
std::string objection(const Part& part) {
  const std::string name = part.name;
  if (part.text.empty()) return name + " is empty";
  if (part.text.front() == '-') return name + " can not be a negative number";
  const auto digit = [](char letter) { return std::isdigit(static_cast<unsigned char>(letter)) != 0; };
  if (name == "JobID" && (!digit(part.text.front()) || part.text.find_first_not_of('0') == std::string_view::npos))
    return name + " can not be zero";
  if (!std::all_of(part.text.begin(), part.text.end(), digit)) return name + " includes unexpected non-numeric characters";
  return text::parse_u32(part.text) ? "" : name + " exceeds maximum";
}

std::optional<StepNumber> special(std::string_view text) {
  for (const StepNumber one : {StepNumber::Batch, StepNumber::Extern, StepNumber::Interactive})
    if (text::iequals(text, to_string(one))) return one;
  return std::nullopt;
}

}  // namespace

Result<NamedStep> parse_named_step(std::string_view text) {
  NamedStep named;
  std::string_view job = text;
  const auto cut = [&job](char mark) {
    const std::size_t at = job.find(mark);
    const std::string_view behind = at == std::string_view::npos ? std::string_view() : job.substr(at + 1);
    job = job.substr(0, at);
    return std::pair(at != std::string_view::npos, behind);
  };
  const auto [has_step, step_text] = cut('.');
  const auto [has_component, component_text] = cut('+');
  const auto [has_task, task_text] = cut('_');
  if (has_step) named.step = special(step_text);
  const std::pair<bool, Part> parts[] = {{true, {"JobID", job}},
                                         {has_task, {"Job Array ID", task_text}},
                                         {has_component, {"HetJob Component", component_text}},
                                         {has_step && !named.step, {"StepID", step_text}}};
  for (const auto& [given, part] : parts) {
    const std::string why = given ? objection(part) : std::string();
    if (!why.empty()) return Error::generic("Bad job/step specified: " + std::string(text) + ": " + why);
  }
  named.job = JobId{text::parse_u32(job).value_or(0)};
  if (has_task) named.array_task = text::parse_u32(task_text).value_or(0);
  if (has_step && !named.step) named.step = StepNumber{std::min(text::parse_u32(step_text).value_or(0), kMostStep)};
  return named;
}

}  // namespace minislurm
