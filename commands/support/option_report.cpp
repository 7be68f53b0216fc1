#include "commands/support/option_report.h"

#include "commands/support/exit.h"
#include "commands/support/messages.h"

namespace minislurm {

int report_option_error(Context& context, const Error& error, int bad_option) {
  if (error.code == options::kUsageError) {
    context.err() << context.program() << ": " << error.detail << "\nTry \"" << context.program()
                  << " --help\" for more information\n";
    return bad_option;
  }
  if (error.code == options::kFatalMix) {
    fatal(context, error.detail);
    return kExitFailure;
  }
  std::string text = error.code == options::kFatalValue ? error.detail : to_string(error);
  if (const std::size_t last = text.rfind('\n'); last != text.npos) {
    context.err() << text.substr(0, last + 1);
    text.erase(0, last + 1);
  }
  minislurm::error(context, text);
  return error.code == options::kFatalValue ? kExitFailure : bad_option;
}

}  // namespace minislurm
