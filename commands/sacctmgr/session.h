// What every verb gets: the command's context and the options in force, which the prompt may change.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/sacctmgr/options.h"
#include "commands/support/context.h"

namespace minislurm::sacctmgr {

using Words = std::vector<std::string>;

struct Session {
  Context& context;
  Options options;
  bool done = false;  // quit was said
  Words last;         // for "!!"
};

// "foo" stands for a word of at least `shortest` letters that begins with it, in any case.
bool stands_for(std::string_view written, std::string_view word, std::size_t shortest);

// Asks whether to go on; yes without asking with --immediate. Nobody who answers within 30 seconds means no.
bool confirmed(Session& session, std::string_view question);
// The question before a change, and the line after a no.
bool commits(Session& session);

}  // namespace minislurm::sacctmgr
