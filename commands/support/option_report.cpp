#include "commands/support/option_report.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "libcommon/options/answer.h"

namespace minislurm {
namespace {

// These say what is wrong and no more.
constexpr std::string_view kTerse[] = {"sacct", "sstat"};

}  // namespace

int report_option_error(Context& context, const Error& error, int bad_option) {
  if (error.code == options::kUsageError) {
    context.err() << context.program() << ": " << error.detail << '\n';
    if (std::find(std::begin(kTerse), std::end(kTerse), context.program()) == std::end(kTerse))
      context.err() << "Try \"" << context.program() << " --help\" for more information\n";
    return bad_option;
  }
  if (error.code == options::kListed) {
    context.out() << error.detail;
    return kExitSuccess;
  }
  if (error.code == options::kAnswered || error.code == options::kAnsweredAsBad) {
    context.out() << error.detail;
    return error.code == options::kAnswered ? kExitFailure : bad_option;
  }
  const bool said = error.code == options::kFatalValue || error.code == options::kFatalMix;
  std::string text = said ? error.detail : to_string(error);
  if (const std::size_t last = text.rfind('\n'); last != text.npos) {
    context.err() << text.substr(0, last + 1);
    text.erase(0, last + 1);
  }
  if (error.code == options::kFatalMix) {
    fatal(context, text);
  } else {
    minislurm::error(context, text);
  }
  return said ? kExitFailure : bad_option;
}

}  // namespace minislurm
