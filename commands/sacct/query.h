// From options to the question that the controller is asked: users, states and the window of time.
#pragma once

#include "commands/sacct/options.h"
#include "commands/support/context.h"

namespace minislurm::sacct {

struct Window {
  Instant since{}, until{};
};

// The documented defaults: without -j and -s from midnight to now; with -j from the epoch; with -s `until` is `since`
// where that is given, so that "-S now-10minutes -s F" asks who was failed at one instant.
// Errors: Code::Generic, the whole line that Slurm prints.
Result<Window> time_window(const Options& options, Instant now);

// Errors: as above, or Code::InvalidUser with "Invalid user id: x", Code::InvalidValue with a message.
Result<wire::QueryHistoryRequest> make_query(const Options& options, const Context& context);

// What the query leaves to the command.
bool wants_job(const Job& job, const Options& options);
bool wants_line(const Job& job, const Step* step, const Options& options);

}  // namespace minislurm::sacct
