// SPOOL/JOB.STEP/, where a step's process is started and what it leaves behind; the contract is in
// libcommon/wire/stepd_messages.h; besides there is `processes`, libcommon/os/process_record.h. The lock is the truth of whether the process lives, at every moment of a crash.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/result.h"
#include "libcommon/link/local_socket.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::exec {

// What the step's process inherits.
struct StepFolderHandles {
  Descriptor lock, listener, launch;
};

enum class StepLife {
  Gone,     // no folder, or one without a trace of how it ended
  Alive,    // the lock is held
  Recorded, // ended, and its record says how
};

struct StepTrace {
  StepLife life = StepLife::Gone;
  wire::StepResult result;  // Recorded
};

std::string folder_of(const std::string& spool_dir, StepId id);
std::string socket_of(const std::string& spool_dir, StepId id);

// Creates the folder with the lock held, the socket listening and the launch record written; what an earlier run of the
// step left there goes. `owner`: who besides root may connect. Errors: Code::Generic with the path.
Result<StepFolderHandles> create_step_folder(const std::string& spool_dir, const wire::StepLaunch& launch);

// Where the tasks of a step that has a folder run.
Result<std::vector<TaskPlace>> places_of(const std::string& spool_dir, StepId id);
StepTrace trace_of(const std::string& spool_dir, StepId id);
// What a killed stepd left behind is killed; how many were still alive. REQUIRES: the lock is free.
std::size_t kill_leftovers(const std::string& spool_dir, StepId id);
void remove_step_folder(const std::string& spool_dir, StepId id);
// Every step that has a folder.
std::vector<StepId> steps_in(const std::string& spool_dir);
// "12.batch", "12.0"; nullopt: not a step's folder.
std::optional<StepId> parse_folder_name(const std::string& name);

}  // namespace minislurm::exec
