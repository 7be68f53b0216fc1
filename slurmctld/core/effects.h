// What the core wants done. The core never sends, saves or spawns: it returns effects, the loop performs them.
// Order within one turn: every Save* is on disk before any other effect of that turn is performed. Nothing is
// acknowledged, and no process is started, before the row that says so is on disk.
#pragma once

#include <deque>
#include <string>
#include <variant>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"
#include "libcommon/model/step.h"
#include "libcommon/wire/messages.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::core {

// Names a request whose reply is still owed (the loop knows which connection it is). 0: none.
enum class Ticket : std::uint64_t {};

struct SaveJob { Job job; };                           // insert or replace the job's row (live or history alike)
struct SaveScript { JobId job; std::string script, environment; };  // array tasks share the array's id
struct SaveStep { Step step; };
struct SaveCluster { std::string record; };            // encoded core::SavedCluster: node states, partitions, reservations
struct SaveAccounting { std::string record; };         // encoded model Accounting: accounts, users, associations, QOS
// Encoded fairshare::Usage, as of the end of a period; and fairshare::NewUsage, of what ended since.
struct SaveUsage { std::string record; };
struct SaveNewUsage { std::string record; };
struct SaveNextJobId { JobId next; };

// Start the step's process. For a batch step the loop loads script and environment of `script_of` first.
struct LaunchStep {
  StepId id;
  Job job;                                             // as of the start
  Step step;
  JobId script_of{};                                   // batch only
  std::vector<Job> components;                         // of a heterogeneous job: all, as of the start
  std::vector<TaskPlace> places;
  wire::StepSpec spec;                                 // srun steps only
  Ticket ticket{};                                     // srun steps: gets a StepReply when the process exists
  bool waited = false;
};
// The parts of one step over several components of a heterogeneous job; all or none. The ticket gets a HetStepReply.
struct LaunchHetStep {
  std::vector<LaunchStep> parts;
  Ticket ticket{};
};
struct SignalStep { StepId id; wire::SignalRequest what; };
struct NotifyStep { StepId id; std::string text; };     // a line for whoever sees the step's standard error
struct TerminateStep { StepId id; wire::EndCause cause; std::uint32_t signal = 15; };
// An elastic job has the size that `job` says: its control file is written, then these steps are told.
struct ResizeSteps { Job job; std::vector<Step> steps; };
struct ForgetElastic { JobId job; };                   // its control file may go
struct DescribeStep { Ticket ticket; Step step; };     // gets a StepReply of a step that runs
struct ForgetStep { StepId id; };                      // its end is saved: the folder may go
struct Answer { Ticket ticket; wire::Reply reply; };
struct SendMail { Job job; std::string event; };       // "Began", "Ended", "Failed"...
struct RunSchedule {};                                 // plan soon; several in one turn are one pass
struct RunBackfill {};                                 // behind the pass that said so
struct Note { std::string topic, text; };              // a line for the log, topic of libcommon/log

using Effect = std::variant<SaveJob, SaveScript, SaveStep, SaveCluster, SaveAccounting, SaveUsage, SaveNewUsage,
                            SaveNextJobId, LaunchStep, LaunchHetStep, SignalStep, TerminateStep, NotifyStep, DescribeStep, ForgetStep,
                            ResizeSteps, ForgetElastic,
                            Answer, SendMail, RunSchedule, RunBackfill, Note>;
// A deque: effects are large, and a pass that starts a thousand jobs has thousands of them; none is moved as it grows.
using Effects = std::deque<Effect>;

}  // namespace minislurm::core
