#include "commands/support/messages.h"

#include "libcommon/text/words.h"

namespace minislurm {
namespace {

void say(Context& context, std::string_view kind, std::string_view text) {
  context.err() << context.program() << ": " << kind << text << '\n';
}

}  // namespace

void error(Context& context, std::string_view text) { say(context, "error: ", text); }
void fatal(Context& context, std::string_view text) { say(context, "fatal: ", text); }

void warning(Context& context, std::string_view text) {
  if (context.verbosity() >= 0) say(context, "warning: ", text);
}

void info(Context& context, std::string_view text) {
  if (context.verbosity() >= 0) say(context, "", text);
}

void verbose(Context& context, std::string_view text) {
  if (context.verbosity() >= 1) say(context, "", text);
}

void debug(Context& context, std::string_view text) {
  if (context.verbosity() >= 2) say(context, "debug:  ", text);
}

void error_lines(Context& context, std::string_view text) {
  for (const std::string_view line : text::split(text, '\n')) error(context, line);
}

}  // namespace minislurm
