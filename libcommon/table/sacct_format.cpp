#include "libcommon/table/sacct_format.h"

#include <algorithm>

#include "libcommon/table/format_string.h"
#include "libcommon/table/renderer.h"
#include "libcommon/text/count.h"

namespace minislurm::table {
namespace {

// 0 where it is no number: the column's own width.
int read_width(std::string_view text) {
  constexpr int kLimit = static_cast<int>(kMaxWidth);
  return std::clamp(text::parse_i32(text).value_or(0), -kLimit, kLimit);
}

}  // namespace

std::vector<SacctField> parse_sacct_format(std::string_view format) {
  std::vector<SacctField> fields;
  for (const std::string_view item : text::split_list(format)) {
    const std::size_t percent = item.find('%');
    const int width = percent == std::string_view::npos ? 0 : read_width(item.substr(percent + 1));
    fields.push_back({std::string{item.substr(0, percent)}, width});
  }
  return fields;
}

void append_sacct_cell(std::string& out, std::string_view text, int width) {
  const auto size = static_cast<std::size_t>(width < 0 ? -width : width);
  append_cell(out, text, size, width > 0);
  if (size > 0 && text.size() > size) out.back() = '+';
  out += ' ';
}

void append_sacct_dashes(std::string& out, std::size_t count) {
  out.append(count, '-');
  out += ' ';
}

}  // namespace minislurm::table
