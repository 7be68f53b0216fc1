// The value of --export: which of the caller's variables a job gets, and which it gets besides.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::text {

// What is handed on of the caller's environment: all of it; nothing but what is named; or not even Slurm's login set.
enum class ExportBase { All, None, Nil };

struct ExportList {
  ExportBase base = ExportBase::All;
  std::vector<std::string> names;                           // taken from the caller's environment where set there
  std::vector<std::pair<std::string, std::string>> values;  // "A=b"
  bool operator==(const ExportList&) const = default;
};

// "ALL,A=b,C", "NONE", "NIL", "A,B=x"; a value with commas is quoted: A='1,2' or "A=1,2". An empty text means ALL.
// Errors: Code::Generic for a quote left open or a name that is none.
Result<ExportList> parse_export(std::string_view text);

}  // namespace minislurm::text
