// What every verb gets: the command's context and the options in force, which the prompt may change.
#pragma once

#include <string>
#include <vector>

#include "commands/scontrol/options.h"
#include "commands/support/context.h"

namespace minislurm::scontrol {

using Words = std::vector<std::string>;

struct Session {
  Context& context;
  Options options;
  bool done = false;  // quit was said
  Words last;         // for "!!"
  bool names_id = false;  // show: an id was given, be it an empty one

  bool prints_document() const { return options.document.asked; }  // --json, --yaml
  const documents::DocumentOptions& document() const { return options.document.options; }
};

// Prints Slurm's text for the error behind `what` and returns 1: "slurm_load_jobs error: Invalid job id specified".
int fail(Session& session, const std::string& what, const Error& error);

}  // namespace minislurm::scontrol
