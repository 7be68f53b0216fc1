// The daemons' log. Set up once by main; lines are written by the rooms that touch the outside world, never by the pure
// ones, and never hold a user's environment. Any thread may write.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::log {

inline constexpr std::string_view kSched = "sched", kJob = "job", kRpc = "rpc", kExec = "exec", kStore = "store";

enum class Level { Quiet, Fatal, Error, Info, Verbose, Debug, Debug2 };

struct Setup {
  std::string file;        // empty: none
  bool to_stderr = false;
  Level level = Level::Info;
};

// Replaces what was set up before: called again, the file is opened anew (after a rotation).
// Errors: Code::Generic when the file cannot be opened; what was set up before stays.
Status set_up(const Setup& setup);

// "[2026-11-23T12:00:00.123] sched: JobId=7 starts on n[1-2]"
void info(std::string_view topic, std::string_view text);
void error(std::string_view topic, std::string_view text);  // "error: " before the topic
void debug(std::string_view topic, std::string_view text);

// "info", "debug2", or a number as in Slurm (0 quiet ... 3 info). An unknown word is info.
Level level_from(std::string_view text);
bool knows_level(std::string_view text);

// What scontrol setdebug and setdebugflags change of a log that is set up. Topics: whose debug lines are written at
// whatever level.
void set_level(Level level);
void set_topics(std::vector<std::string_view> topics);

}  // namespace minislurm::log
