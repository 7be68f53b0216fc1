// A format string married to a table of columns: what the renderer needs for each line.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcommon/table/column.h"
#include "libcommon/table/format_string.h"

namespace minislurm::table {

template <class Row, class Context>
struct Cell {
  const Column<Row, Context>* column = nullptr;  // nullptr: only the suffix is printed
  std::size_t width = 0;
  bool right = false;
  std::string suffix;
};

template <class Row, class Context>
struct Layout {
  std::string prefix;
  std::vector<Cell<Row, Context>> cells;
  // Keys without a column, in the order met; the command says "Invalid job format specification: KEY" of each.
  std::vector<std::string> unknown;
};

// "Invalid job format specification: X"; `what` is "job", "job step", "node".
inline std::string unknown_field_message(std::string_view what, std::string_view key) {
  return "Invalid " + std::string{what} + " format specification: " + std::string{key};
}

// -o: an unknown letter stays in the output as it was written.
template <class Row, class Context>
Layout<Row, Context> lay_out_short(std::string_view format, std::span<const Column<Row, Context>> columns) {
  FormatString parsed = parse_short_format(format);
  Layout<Row, Context> layout{std::move(parsed.prefix), {}, {}};
  for (FormatField& field : parsed.fields) {
    const auto* column = field.key.size() == 1 ? find_letter(columns, field.key.front()) : nullptr;
    if (column != nullptr) {
      layout.cells.push_back({column, field.width, field.right, std::move(field.suffix)});
    } else {
      layout.cells.push_back({nullptr, 0, false, field.source + field.suffix});
      layout.unknown.push_back(std::move(field.key));
    }
  }
  return layout;
}

// -O: an unknown name leaves its suffix in the output.
template <class Row, class Context>
Layout<Row, Context> lay_out_long(std::string_view format, std::span<const Column<Row, Context>> columns) {
  Layout<Row, Context> layout;
  for (FormatField& field : parse_long_format(format).fields) {
    const auto* column = find_name(columns, field.key);
    if (column != nullptr) {
      layout.cells.push_back({column, field.width, field.right, std::move(field.suffix)});
    } else {
      layout.cells.push_back({nullptr, 0, false, std::move(field.suffix)});
      layout.unknown.push_back(std::move(field.key));
    }
  }
  return layout;
}

}  // namespace minislurm::table
