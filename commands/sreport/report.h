// A report on its way to the printer: title, fields, lines.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commands/sreport/query.h"
#include "libcommon/base/result.h"

namespace minislurm::sreport {

struct Field {
  std::string_view name;      // in format=
  std::size_t shortest;       // letters of it that are enough
  std::string header;
  int width;                  // negative: to the left
  int with_share = 0;         // the width with -t SecPer and the like; 0: the same
};

// By header.
using Line = std::map<std::string, std::string>;

struct Report {
  std::string title;          // "Cluster Utilization"
  bool says_seconds = true;   // "(3600 secs)" behind the time
  std::string units;          // "Usage reported in CPU Minutes"
  std::vector<Field> fields;  // all that format= may name
  std::string format;         // where none is given
  std::vector<Field> always;  // behind the fields of the format
  std::vector<Line> lines;
};

// The exit code.
int print(Session& session, const Query& query, const Report& report);

// "CPU Minutes", "TRES Minutes", "Percentage of Total".
std::string units_of(const Session& session, std::string_view subject);
// The full name of a user in the system's data base; empty: none.
std::string proper_name(const std::string& user);

}  // namespace minislurm::sreport
