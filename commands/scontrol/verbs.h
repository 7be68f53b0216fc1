// scontrol's verbs, a row each; and the one function that runs a command line of them.
#pragma once

#include <span>
#include <string_view>

#include "commands/scontrol/session.h"

namespace minislurm::scontrol {

// How Slurm says that a verb got too few words; it is not the same for all.
enum class Few { ForKeyword, BeforeKeyword, Missing, One, Ones };

struct Verb {
  std::string_view name;
  std::size_t shortest;        // as many letters say which
  std::size_t fewest, most;    // arguments
  Few few;
  std::string_view synopsis;   // of its arguments, for help
  std::string_view help;       // empty: not listed
  int (*run)(Session&, const Words& arguments);
};

std::span<const Verb> verbs();
void help(Session& session);
// Runs one command; the words begin with the verb.
int run_verb(Session& session, const Words& words);

}  // namespace minislurm::scontrol
