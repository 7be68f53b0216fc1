// sshare's fields.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "libcommon/table/column.h"
#include "libcommon/wire/accounting_messages.h"

namespace minislurm::sshare {

struct Line {
  const wire::ShareRow* row = nullptr;
  int depth = 0;               // blanks before the account's name
};

struct View {
  std::string cluster;
  std::vector<std::string> tres;
  bool fair_tree = true;
};
using Field = table::Column<Line, View>;

std::span<const Field> fields();
// Appends the field's text in `width` (negative: to the left) and a blank. Texts are cut; numbers are not, as in Slurm,
// and a fraction that is too long is written with an exponent.
void append_field(std::string& out, const Field& field, const Line& line, const View& view, int width);

}  // namespace minislurm::sshare
