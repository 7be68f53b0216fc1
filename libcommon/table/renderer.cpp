#include "libcommon/table/renderer.h"

namespace minislurm::table {

void append_cell(std::string& out, std::string_view text, std::size_t width, bool right) {
  if (width == 0) {
    out += text;
    return;
  }
  text = text.substr(0, width);
  const std::size_t blanks = width - text.size();
  if (right) out.append(blanks, ' ');
  out += text;
  if (!right) out.append(blanks, ' ');
}

}  // namespace minislurm::table
