#include "commands/support/selectors.h"

#include <algorithm>
#include <string>

#include "libcommon/text/array_ids.h"
#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm {
namespace {

constexpr std::uint32_t kMostStep = 0xfffffff0;  // numbers above name special steps

Error bad_id(std::string_view text) { return Error{Code::InvalidJobId, std::string(text)}; }

std::optional<StepNumber> parse_step(std::string_view text) {
  for (const StepNumber special : {StepNumber::Batch, StepNumber::Extern, StepNumber::Interactive})
    if (text::iequals(text, to_string(special))) return special;
  const Result<std::uint32_t> number = text::parse_u32(text, kMostStep);
  if (!number) return std::nullopt;
  return static_cast<StepNumber>(*number);
}

// The pieces between commas that stand outside of brackets.
std::vector<std::string_view> split_outside_brackets(std::string_view list) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t index = 0; index <= list.size(); ++index) {
    if (index == list.size() || (list[index] == ',' && depth == 0)) {
      const std::string_view piece = text::trim(list.substr(begin, index - begin));
      if (!piece.empty()) pieces.push_back(piece);
      begin = index + 1;
    } else if (list[index] == '[') {
      ++depth;
    } else if (list[index] == ']') {
      --depth;
    }
  }
  return pieces;
}

}  // namespace

Result<wire::JobSelector> parse_job_selector(std::string_view text) {
  wire::JobSelector selector;
  std::string_view job = text;
  if (const std::size_t point = job.find('.'); point != job.npos) {
    selector.step = parse_step(job.substr(point + 1));
    if (!selector.step) return bad_id(text);
    job = job.substr(0, point);
  }
  if (const std::size_t line = job.find('_'); line != job.npos) {
    const std::string_view tasks = job.substr(line + 1);
    job = job.substr(0, line);
    if (tasks != "*") {
      Result<text::ArrayIds> ids = text::parse_array_ids(tasks, text::kMaxArraySize);
      if (!ids || tasks.find('%') != tasks.npos) return bad_id(text);
      selector.tasks = std::move(ids->ids);
    }
  }
  if (const std::size_t plus = job.find('+'); plus != job.npos && selector.tasks.empty()) {
    const Result<std::uint32_t> offset = text::parse_u32(job.substr(plus + 1));
    if (!offset) return bad_id(text);
    selector.het_offset = *offset;
    job = job.substr(0, plus);
  }
  const Result<std::uint32_t> number = text::parse_u32(job);
  if (!number || *number == 0) return bad_id(text);
  selector.job = JobId{*number};
  return selector;
}

Result<std::vector<wire::JobSelector>> parse_job_selectors(std::string_view list) {
  std::vector<wire::JobSelector> selectors;
  for (const std::string_view piece : split_outside_brackets(list)) {
    Result<wire::JobSelector> selector = parse_job_selector(piece);
    if (!selector) return selector.error();
    selectors.push_back(std::move(*selector));
  }
  return selectors;
}

}  // namespace minislurm
