// Internal to this room: a text as a YAML scalar, plain, in single or in double quotes, whichever is the simplest that
// reads back the same. Written behind its tag: a plain or quoted text brings the blank before it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace minislurm::documents {

// Appends; lines that grow behind column 80 are folded at a blank and go on at `indent`.
void write_yaml_text(std::string& out, std::string_view text, std::size_t indent);
// A key: never folded, without the blank.
void write_yaml_text_word(std::string& out, std::string_view text);

}  // namespace minislurm::documents
