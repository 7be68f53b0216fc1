// A command without words prompts for them. A session has `context`, `done` (quit was said) and `last`, a list of words.
#pragma once

#include <iostream>
#include <string>
#include <string_view>
#include <utility>

#include "commands/support/context.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"

namespace minislurm {

// Lines until "quit" or the end of the input; "!!" runs the last one again. `split` makes a Result of words of a line,
// `run` does what they say and gives an exit status. Once a line failed, so has the whole.
template <class Session, class Split, class Run>
int prompt(Session& session, std::string_view name, Split&& split, Run&& run) {
  Context& context = session.context;
  const bool echo = !context.in_is_terminal();  // so that a recorded session reads like a typed one
  int result = kExitSuccess;
  std::string line;
  while (!session.done) {
    context.out() << name << ": " << std::flush;
    if (!std::getline(context.in(), line)) {
      context.out() << '\n';
      break;
    }
    if (echo) context.out() << line << '\n' << std::flush;
    auto words = split(line);
    if (!words) {
      error(context, to_string(words.error()));
      result = kExitFailure;
      continue;
    }
    if (words->empty()) continue;
    if (words->front() != "!!") session.last = std::move(*words);
    if (!session.last.empty() && run(session, session.last) != kExitSuccess) result = kExitFailure;
  }
  return result;
}

}  // namespace minislurm
