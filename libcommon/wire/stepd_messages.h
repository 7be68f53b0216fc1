// What a slurmstepd is told to do, what it leaves behind, and what is said on its socket.
//
// A step's folder, SPOOL/JOB.STEP/, holds: `lock` (held, from before the fork until stepd's end, through the inherited
// descriptor: who can take it knows that no stepd lives), `socket` (bound and listening before the fork), `launch`
// (the StepLaunch), `status` (the StepResult, written, synced and renamed into place before the end is reported).
// stepd inherits: descriptor 3 the lock, 4 the listening socket, 5 the launch record (read to its end).
//
// A frame on stepd's socket: FrameHeader (12 bytes, little-endian), then `length` bytes. Several clients may be
// connected: the controller (Watch) and sruns or sattachs (Attach).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/model/job_spec.h"
#include "libcommon/model/step.h"

namespace minislurm::wire {

inline constexpr int kLockDescriptor = 3, kListenDescriptor = 4, kLaunchDescriptor = 5;
inline constexpr std::size_t kMaxStepFrame = 1U << 20;

enum class FrameKind : std::uint16_t {
  // To stepd.
  Watch = 1,        // the controller: report the step's end (at once, when it has ended)
  Attach = 2,       // srun: AttachRequest; stepd starts the tasks at the first one when launch.wait_for_attach
  Stdin = 3,        // bytes for `task` (kAllTasks: each); length 0: end of file
  Signal = 4,       // SignalRequest
  Terminate = 5,    // TerminateRequest: message, SIGCONT+SIGTERM, after kill_wait SIGKILL to every descendant
  WindowSize = 6,   // two u16: rows, columns
  Stat = 7,         // answered by Stat with a Usage
  Resize = 12,      // ResizeRequest: the step's job has another size
  Notify = 8,       // text for a batch script's standard error, else for the attached clients
  // From stepd.
  Started = 16,     // StepStarted; to watchers and attached
  Output = 17,      // bytes of `task` on `stream` (1 stdout, 2 stderr); length 0: end of file
  TaskExited = 18,  // TaskExit
  Ended = 19,       // StepResult; the last frame
  StatReply = 20,   // Usage
  Message = 21,     // text for srun's stderr, whole lines; `stream` is its MessageKind
};

enum class MessageKind : std::uint16_t {
  Text = 0,
  Ending = 1,       // the step is being ended
  TaskFailed = 2,   // the step is being ended for a task that failed
};

inline constexpr std::uint32_t kAllTasks = 0xffffffff;

struct FrameHeader {
  std::uint32_t length = 0;
  FrameKind kind{};
  std::uint16_t stream = 0;
  std::uint32_t task = 0;
};
static_assert(sizeof(FrameHeader) == 12);

struct RLimit {
  std::string name;               // "NOFILE", "CORE" ...
  std::uint64_t soft = 0, hard = 0;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.name); visit(2, self.soft); visit(3, self.hard); }
};

// One task, complete: stepd only does what this says.
struct TaskLaunch {
  TaskPlace place;
  std::vector<std::string> argv;                                    // execvp
  std::vector<std::pair<std::string, std::string>> environment;     // on top of the step's
  std::string std_in, std_out, std_err;                             // files, expanded; empty: attached clients
  std::vector<std::uint32_t> machine_cpus;                          // sched_setaffinity; empty: not pinned
  std::string binding_before, binding_after;                        // said on stderr around its pid; empty: nothing
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(20, self.binding_before); visit(21, self.binding_after);
    visit(1, self.place); visit(2, self.argv); visit(3, self.environment); visit(4, self.std_in); visit(5, self.std_out);
    visit(6, self.std_err); visit(7, self.machine_cpus);
  }
};

struct StepLaunch {
  StepId id;
  std::uint32_t launch = 0;                                         // the job's launch number
  UserId user{};
  GroupId group{};
  std::vector<std::uint32_t> groups;                                // supplementary
  bool change_user = false;                                         // started as root for that user
  std::string user_name, home, shell, work_dir, spool_dir, node_name, job_id_text;  // spool_dir: this step's folder
  std::string environment;                                          // "A=b\0": the step's, SLURM_* included
  std::string script;                                               // batch: written to spool_dir/slurm_script
  std::vector<TaskLaunch> tasks;
  OpenMode open_mode = OpenMode::Truncate;
  Mebibytes memory_limit;                                           // 0: none
  Seconds kill_wait{30};
  bool wait_for_attach = false;                                     // srun: start when it has attached
  bool kill_on_bad_exit = false, pty = false, unbuffered = false;
  std::uint32_t window_rows = 0, window_columns = 0, stdin_task = kAllTasks;
  std::vector<RLimit> rlimits;
  std::uint32_t umask = 022;
  std::string task_prolog, task_epilog;
  std::uint32_t sample_seconds = 0;                                 // between two samples of the use; 0: none
  std::string user_task_prolog, user_task_epilog;                   // srun --task-prolog, --task-epilog
  bool pmi = false, pmix = false;                                   // each task has a PMI_FD, finds a PMIx server
  Mebibytes job_memory_limit;                                       // of all its steps together; 0: none
  std::vector<std::uint32_t> machine_cpus, job_machine_cpus;        // all that the step, the job may use; empty: any
  std::vector<std::string> barred_devices;                          // files of generic resources that are others'
  bool oom_kill_step = true;                                        // a task over the limit ends the whole step
  bool without_cgroups = false;                                     // CgroupPlugin=disabled
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.id); visit(2, self.launch); visit(3, self.user); visit(4, self.group); visit(5, self.groups);
    visit(6, self.change_user); visit(7, self.user_name); visit(8, self.home); visit(9, self.shell);
    visit(10, self.work_dir); visit(11, self.spool_dir); visit(12, self.node_name); visit(13, self.job_id_text);
    visit(14, self.environment); visit(15, self.script); visit(16, self.tasks); visit(17, self.open_mode);
    visit(18, self.memory_limit); visit(19, self.kill_wait); visit(20, self.wait_for_attach);
    visit(21, self.kill_on_bad_exit); visit(22, self.pty); visit(23, self.unbuffered); visit(24, self.window_rows);
    visit(25, self.window_columns); visit(26, self.stdin_task); visit(27, self.rlimits); visit(28, self.umask);
    visit(29, self.task_prolog); visit(30, self.task_epilog);
    visit(60, self.pmi); visit(61, self.pmix);
    visit(40, self.sample_seconds); visit(41, self.user_task_prolog); visit(42, self.user_task_epilog);
    visit(62, self.job_memory_limit); visit(63, self.machine_cpus); visit(64, self.job_machine_cpus);
    visit(65, self.barred_devices); visit(66, self.oom_kill_step); visit(67, self.without_cgroups);
  }
};

struct AttachRequest {
  bool wants_output = true;
  std::uint32_t only_task = kAllTasks;
  bool observes = false;          // sattach: the step does not wait for it, nor end when it goes
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.wants_output); visit(2, self.only_task); visit(3, self.observes);
  }
};

enum class SignalScope : std::uint32_t {
  Tasks = 0,      // every process of the step's tasks; of a batch step: its children, not the shell itself
  BatchShell = 1, // the batch shell alone
  All = 2,        // both
};

struct SignalRequest {
  std::uint32_t signal = 0;
  SignalScope scope = SignalScope::All;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.signal); visit(2, self.scope); }
};

// What a step may use from now on. Sent again after a restart of the controller; one that is not newer than the last only
// makes sure.
struct NodeCpus {
  std::string node;
  std::vector<std::uint32_t> machine_cpus;                          // empty: not pinned
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.node); visit(2, self.machine_cpus); }
};
struct ResizeRequest {
  std::uint32_t number = 0;                                         // of the job's resizes, counted
  std::vector<NodeCpus> nodes;
  Mebibytes memory_limit;                                           // 0: none
  std::uint32_t signal = 0;                                         // to those that catch it, when all is done; 0: none
  std::vector<std::uint32_t> job_machine_cpus;                      // of all its steps; empty: any
  Mebibytes job_memory_limit;                                       // 0: none
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.number); visit(2, self.nodes); visit(3, self.memory_limit); visit(4, self.signal);
    visit(5, self.job_machine_cpus); visit(6, self.job_memory_limit);
  }
};

// Why a step is ended: chooses the message in its output.
enum class EndCause : std::uint32_t {
  Cancelled = 0, TimeLimit = 1, Preempted = 2, NodeFailure = 3, Requeued = 4, JobEnded = 5 /* no message */,
  TaskFailure = 6 /* stepd's own: kill_on_bad_exit */, Aborted = 7 /* a process called MPI_Abort */,
};

struct TerminateRequest {
  EndCause cause = EndCause::Cancelled;
  std::uint32_t signal = 15;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.cause); visit(2, self.signal); }
};

struct StepStarted {
  std::uint32_t stepd_pid = 0;
  std::vector<std::uint32_t> task_pids;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.stepd_pid); visit(2, self.task_pids); }
};

struct TaskExit {
  std::uint32_t task = 0;
  ExitCode exit_code;
  std::string failure;            // the task never ran: why ("No such file or directory")
  bool core_dumped = false;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.task); visit(2, self.exit_code); visit(3, self.failure); visit(4, self.core_dumped);
  }
};

// How a step ended. Also the content of the `status` file.
struct StepResult {
  StepId id;
  std::uint32_t launch = 0;
  ExitCode exit_code;             // the highest of the tasks
  std::vector<TaskExit> tasks;
  bool out_of_memory = false;
  std::string launch_failure;     // nothing ran: why
  Instant ended{};
  Usage usage;
  bool killed_by_client = false;  // by an srun that was attached
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.id); visit(2, self.launch); visit(3, self.exit_code); visit(4, self.tasks);
    visit(5, self.out_of_memory); visit(6, self.launch_failure); visit(7, self.ended); visit(8, self.usage);
    visit(9, self.killed_by_client);
  }
};

}  // namespace minislurm::wire
