// From options to the question that the controller is asked: users, states and the window of time.
#pragma once

#include "commands/sacct/options.h"
#include "commands/support/context.h"

namespace minislurm::sacct {

struct Window {
  Instant since{}, until{};  // from, up to but without; kNever: since ever
};

// The documented defaults: without -j and -s from midnight to now; with -j from the epoch; with -s `until` is `since`
// where that is given, so that "-S now-10minutes -s F" asks who was failed at one instant.
// Errors: Code::Generic; a sentence, or a line that Slurm prints bare: that one ends with a newline.
Result<Window> time_window(const Options& options, Instant now);

// "Jobs Eligible in the time window from ... to ...", for -v.
std::string window_text(const Options& options, const Window& window);

// Errors: as above (empty: it has been said already), or Code::InvalidUser with "Invalid user id: x".
Result<wire::QueryHistoryRequest> make_query(const Options& options, const Window& window, Context& context);

// What the query leaves to the command.
bool wants_job(const Job& job, const Options& options);
bool wants_line(const Job& job, const Step* step, const Options& options);

}  // namespace minislurm::sacct
