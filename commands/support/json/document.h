// A command's answer as one JSON or YAML document in the shapes of Slurm's data_parser v0.0.44. The encoders of the
// records stand in the headers beside this one; each returns the whole document, a newline at its end.
// nlohmann-json stays inside this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::documents {

inline constexpr std::string_view kDataParser = "v0.0.44";  // where none is asked for

struct DocumentOptions {
  bool yaml = false;
  bool compact = false;                    // SLURM_JSON=compact
  bool plain_numbers = false;              // "+complex": numbers, null and "Infinity" instead of the wrapper objects
  unsigned parser = 44;                    // the shapes' version: 42 to 44
  std::string flags;                       // of the parser, as written: "+complex"
  std::vector<std::string> command;        // the command line, program first
  std::string user, group, source;         // of whoever asks: names, and the terminal where there is one
  std::string cluster;
};

// Reads the value of --json or --yaml ("", "v0.0.44", "v0.0.44+complex", "+complex", "list") into `options`.
// Errors: Code::Generic; the detail holds the lines to print, each to follow "COMMAND: error: ".
Status choose_data_parser(std::string_view value, DocumentOptions& options);

// The answer to --json=list: a line for each parser.
std::string data_parser_list();

}  // namespace minislurm::documents
