// sacct's notation and look: "jobid%10,jobname%-12,state%6", a line of dashes, '+' where a text is cut, or parsable.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/table/column.h"

namespace minislurm::table {

enum class SacctStyle {
  Columns,
  Parsable,     // -p: a delimiter behind each field
  ParsableOpen  // -P: none behind the last
};

struct SacctField {
  std::string name;
  int width = 0;  // 0: the column's own; negative: to the left
  bool operator==(const SacctField&) const = default;
};

std::vector<SacctField> parse_sacct_format(std::string_view format);
// One field; in columns a blank follows each.
void append_sacct_cell(std::string& out, std::string_view text, int width);
void append_sacct_dashes(std::string& out, std::size_t count);

template <class Row, class Context>
struct SacctLayout {
  std::vector<std::pair<const Column<Row, Context>*, int>> cells;  // with the width
  SacctStyle style = SacctStyle::Columns;
  std::string delimiter = "|";
};

// Names may be abbreviated; ALL stands for every column. Errors: Code::Generic, 'Invalid field requested: "x"'.
template <class Row, class Context>
Result<SacctLayout<Row, Context>> lay_out_sacct(std::string_view format,
                                                std::span<const Column<Row, Context>> columns) {
  SacctLayout<Row, Context> layout;
  for (const SacctField& field : parse_sacct_format(format)) {
    if (text::iequals(field.name, "all")) {
      for (const auto& column : columns) layout.cells.emplace_back(&column, column.width);
      continue;
    }
    const auto* column = find_abbreviated(columns, field.name);
    if (column == nullptr) return Error::generic("Invalid field requested: \"" + field.name + "\"");
    layout.cells.emplace_back(column, field.width != 0 ? field.width : column->width);
  }
  return layout;
}

// `text_of`: from a column to the text of its cell on this line.
template <class Row, class Context, class TextOf>
void append_sacct_line(std::string& out, const SacctLayout<Row, Context>& layout, const TextOf& text_of) {
  for (std::size_t i = 0; i < layout.cells.size(); ++i) {
    const auto& cell = layout.cells[i];
    if (layout.style == SacctStyle::Columns) {
      append_sacct_cell(out, text_of(*cell.first), cell.second);
      continue;
    }
    out += text_of(*cell.first);
    if (layout.style == SacctStyle::Parsable || i + 1 < layout.cells.size()) out += layout.delimiter;
  }
  out += '\n';
}

template <class Row, class Context>
void append_sacct_header(std::string& out, const SacctLayout<Row, Context>& layout) {
  if (layout.style != SacctStyle::Columns) {
    append_sacct_line(out, layout, [](const Column<Row, Context>& column) { return column.header; });
    return;
  }
  for (const auto& cell : layout.cells) {
    const auto size = static_cast<std::size_t>(cell.second < 0 ? -cell.second : cell.second);
    append_sacct_cell(out, cell.first->header.substr(0, size), cell.second);
  }
  out += '\n';
  for (const auto& cell : layout.cells)
    append_sacct_dashes(out, static_cast<std::size_t>(cell.second < 0 ? -cell.second : cell.second));
  out += '\n';
}

// Rows: any range of Row.
template <class Row, class Context, class Rows>
std::string render_sacct(const SacctLayout<Row, Context>& layout, const Rows& rows, const Context& context,
                         bool header) {
  std::string out;
  if (header) append_sacct_header(out, layout);
  for (const Row& row : rows)
    append_sacct_line(out, layout, [&](const Column<Row, Context>& column) { return column.text(row, context); });
  return out;
}

}  // namespace minislurm::table
