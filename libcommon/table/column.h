// One column of a command's table: a row per letter and name, tables of them are constexpr.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "libcommon/text/words.h"

namespace minislurm::table {

// Row: what is printed. Context: whatever else the text depends on (options, now); it belongs to the caller.
template <class Row, class Context>
struct Column {
  std::string_view name;    // in -O or sacct's --format, in any case
  char letter = 0;          // in -o; 0: none
  int width = 20;           // where the format names none and the notation asks for one; negative: left in sacct
  std::string_view header;  // sacct prints this too
  std::string (*text)(const Row&, const Context&) = nullptr;
};

// nullptr: no such column. The first row wins.
template <class Row, class Context>
const Column<Row, Context>* find_letter(std::span<const Column<Row, Context>> columns, char letter) {
  for (const auto& column : columns)
    if (column.letter == letter && letter != 0) return &column;
  return nullptr;
}

template <class Row, class Context>
const Column<Row, Context>* find_name(std::span<const Column<Row, Context>> columns, std::string_view name) {
  for (const auto& column : columns)
    if (!column.name.empty() && text::iequals(column.name, name)) return &column;
  return nullptr;
}

// As find_name, else the first column whose name begins so: sacct takes abbreviations.
template <class Row, class Context>
const Column<Row, Context>* find_abbreviated(std::span<const Column<Row, Context>> columns, std::string_view name) {
  if (name.empty()) return nullptr;
  if (const auto* exact = find_name(columns, name)) return exact;
  for (const auto& column : columns)
    if (text::istarts_with(column.name, name)) return &column;
  return nullptr;
}

}  // namespace minislurm::table
