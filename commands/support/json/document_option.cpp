#include "commands/support/json/document_option.h"

#include <unistd.h>

#include <array>

#include "commands/support/exit.h"
#include "commands/support/identity.h"
#include "commands/support/messages.h"

namespace minislurm::documents {
namespace {

// The terminal that one of the standard streams is; empty: none.
std::string terminal_name() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    std::array<char, 256> name{};
    if (::ttyname_r(stream, name.data(), name.size()) == 0) return name.data();
  }
  return {};
}

}  // namespace

void read_option(DocumentOption& option, std::string_view value, bool yaml) {
  option.asked = true;
  option.options.yaml = yaml;
  option.list = value == "list";
  if (option.list) return;
  const Status chosen = choose_data_parser(value, option.options);
  option.complaint = chosen ? std::string{} : chosen.error().detail;
}

std::optional<int> settle(DocumentOption& option, const std::vector<std::string>& arguments, Context& context) {
  if (!option.asked) return std::nullopt;
  if (!option.complaint.empty()) {
    error_lines(context, option.complaint);
    return kExitFailure;
  }
  if (option.list) {
    context.err() << "Possible data_parser plugins:\n";
    context.out() << data_parser_list();
    return kExitSuccess;
  }
  DocumentOptions& filled = option.options;
  filled.command = {context.program()};
  filled.command.insert(filled.command.end(), arguments.begin(), arguments.end());
  filled.user = context.caller().user_name;
  filled.group = group_name(context.caller().group);
  filled.source = terminal_name();
  filled.compact = context.env(filled.yaml ? "SLURM_YAML" : "SLURM_JSON") == "compact";
  return std::nullopt;
}

}  // namespace minislurm::documents
