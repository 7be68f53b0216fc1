// Lines of a table from a layout. Blanks at the end of a line are kept: Slurm prints them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "libcommon/table/layout.h"

namespace minislurm::table {

// Appends `text` cut or filled with blanks to `width` bytes; width 0 takes it as it is.
void append_cell(std::string& out, std::string_view text, std::size_t width, bool right);

template <class Row, class Context>
void append_header(std::string& out, const Layout<Row, Context>& layout) {
  out += layout.prefix;
  for (const auto& cell : layout.cells) {
    if (cell.column != nullptr) append_cell(out, cell.column->header, cell.width, cell.right);
    out += cell.suffix;
  }
  out += '\n';
}

template <class Row, class Context>
void append_row(std::string& out, const Layout<Row, Context>& layout, const Row& row, const Context& context) {
  out += layout.prefix;
  for (const auto& cell : layout.cells) {
    if (cell.column != nullptr) append_cell(out, cell.column->text(row, context), cell.width, cell.right);
    out += cell.suffix;
  }
  out += '\n';
}

// Rows: any range of Row.
template <class Row, class Context, class Rows>
std::string render(const Layout<Row, Context>& layout, const Rows& rows, const Context& context, bool header) {
  std::string out;
  if (header) append_header(out, layout);
  for (const Row& row : rows) append_row(out, layout, row, context);
  return out;
}

}  // namespace minislurm::table
