// A document as YAML text in the look of libyaml's emitter with a tag before every node, which is what Slurm prints:
// block style, two blanks a level, lists not indented below their key, long texts folded behind column 80. The rules of
// quoting and folding are those of the YAML 1.1 specification, sections 5 and 9, as libyaml reads them.
#pragma once

#include <string>

#include "commands/support/json/value.h"

namespace minislurm::documents {

std::string yaml_text(const Value& value);

}  // namespace minislurm::documents
