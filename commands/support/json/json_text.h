// A document as JSON text, laid out and escaped as json-c does it, whose output Slurm prints.
#pragma once

#include <string>

#include "commands/support/json/value.h"

namespace minislurm::documents {

// Two blanks a level, or nothing between with `compact`; a '/' is escaped. Bytes that are no UTF-8 (a job's name may
// hold anything) become the replacement character. Ends without a newline.
std::string json_text(const Value& value, bool compact);

}  // namespace minislurm::documents
