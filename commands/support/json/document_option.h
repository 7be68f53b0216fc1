// --json and --yaml, the same for every command.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/support/context.h"
#include "commands/support/json/document.h"

namespace minislurm::documents {

struct DocumentOption {
  bool asked = false;
  bool list = false;       // --json=list
  std::string complaint;   // lines of what is wrong with the value
  DocumentOptions options;
};

// Reads the option's value; what is wrong with it is said by settle().
void read_option(DocumentOption& option, std::string_view value, bool yaml);

// The setters of --json and --yaml, for options with a member `document`.
template <class Target>
Status set_json(Target& to, std::string_view value) {
  read_option(to.document, value, false);
  return {};
}
template <class Target>
Status set_yaml(Target& to, std::string_view value) {
  read_option(to.document, value, true);
  return {};
}

// Before anything is asked of the controller: prints the list or the complaint and returns the exit code, or fills in
// who asks and how.
std::optional<int> settle(DocumentOption& option, const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::documents
