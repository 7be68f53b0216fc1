// What commands and the controller say to each other. A frame on the socket is a 32-bit little-endian length and that
// many bytes: an encoded Request from the command, an encoded Reply from the controller, one for one and in order.
// A reply may come late (AwaitJob, CreateStep): the connection waits, nobody polls.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/base/error.h"
#include "libcommon/base/ids.h"
#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"
#include "libcommon/model/step.h"

namespace minislurm::wire {

inline constexpr std::uint32_t kProtocolVersion = 1;
inline constexpr std::size_t kMaxFrame = 64U << 20;  // a script of 4 MiB and an environment fit many times over

enum class RequestKind : std::uint32_t {
  Ping = 1, Submit = 2, AwaitJob = 3, QueryJobs = 4, QuerySteps = 5, QueryCluster = 6, QueryStats = 7,
  QueryHistory = 8, QueryScript = 9, Cancel = 10, ActOnJobs = 11, Update = 12, CreateStep = 13, CompleteJob = 14,
  Reconfigure = 15, Shutdown = 16, Notify = 17,
  QueryAccounting = 18, ChangeAccounting = 19, QueryShares = 20, QueryPriorities = 21, QueryUsage = 22,
  QueryStepUsage = 23, AttachStep = 24, ListProcesses = 25, SetDebug = 26, CreateHetStep = 27,
};

struct Request {
  std::uint32_t version = kProtocolVersion;
  RequestKind kind{};
  std::string payload;  // the encoded request of that kind
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.version); visit(2, self.kind); visit(3, self.payload); }
};

struct Reply {
  Code code = Code::Success;
  std::string detail;   // of an error, see base/error.h
  std::string payload;  // the encoded reply of the request's kind; empty with an error
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.code); visit(2, self.detail); visit(3, self.payload); }
};

struct Empty {
  template <class Self, class Visitor>
  static void fields(Self&, Visitor&&) {}
};

struct PingReply {
  std::string hostname, cluster_name, version;
  std::uint32_t pid = 0;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.hostname); visit(2, self.cluster_name); visit(3, self.version); visit(4, self.pid);
  }
};

// sbatch, salloc, srun outside of a job. `environment` is "A=b\0C=d\0".
struct SubmitRequest {
  JobSpec spec;
  std::string script, environment;  // batch only
  bool test_only = false;
  std::vector<JobSpec> components;    // of a heterogeneous job: the second and those behind it; `spec` is the first
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.spec); visit(2, self.script); visit(3, self.environment); visit(4, self.test_only);
    visit(5, self.components);
  }
};

struct SubmitReply {
  JobId id{};
  std::vector<std::string> messages;  // lines for the user, without the command's name
  // test_only:
  Instant start{};
  std::uint32_t cpus = 0;
  std::string nodes, partition;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.id); visit(2, self.messages); visit(3, self.start); visit(4, self.cpus); visit(5, self.nodes);
    visit(6, self.partition);
  }
};

// "12", "12_3", "12_[1-4]", "12.0", "12.batch", "12+1". The first component of a heterogeneous job stands for all.
struct JobSelector {
  JobId job{};
  std::vector<std::uint32_t> tasks;   // empty: the job, all of an array
  std::optional<StepNumber> step;
  std::optional<std::uint32_t> het_offset = std::nullopt;  // only this component of the heterogeneous job
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.job); visit(2, self.tasks); visit(3, self.step); visit(4, self.het_offset);
  }
};

enum class Until : std::uint32_t { Started = 0, Ended = 1 };

// Answered with a JobsReply of the job (every task of an array) when it has got that far or has ended.
struct AwaitJobRequest {
  JobId job{};
  Until until = Until::Started;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.job); visit(2, self.until); }
};

struct QueryJobsRequest {
  std::vector<JobSelector> jobs;  // empty: all; an unknown id alone is an error, among others it is left out
  bool with_finished = true;      // also those that ended less than MinJobAge ago
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.jobs); visit(2, self.with_finished); }
};

struct JobsReply {
  std::vector<Job> jobs;          // by id
  Instant now{}, last_backfill{};
  std::string cluster_name;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.jobs); visit(2, self.now); visit(3, self.last_backfill); visit(4, self.cluster_name);
  }
};

struct StepsReply {
  std::vector<Step> steps;        // running and waiting ones
  std::vector<Job> jobs;          // that they belong to
  Instant now{};
  std::string cluster_name;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.steps); visit(2, self.jobs); visit(3, self.now); visit(4, self.cluster_name);
  }
};

// What of the cluster is wanted: any of these bits.
enum ClusterPart : std::uint32_t {
  kNodes = 1, kPartitions = 2, kReservations = 4, kLicenses = 8, kTopology = 16, kConfig = 32,
};

struct QueryClusterRequest {
  std::uint32_t parts = 0;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.parts); }
};

struct ClusterReply {
  std::vector<Node> nodes;        // shown fields filled
  std::vector<Partition> partitions;
  std::vector<Reservation> reservations;
  std::vector<License> licenses;
  std::vector<TopologySpec> topologies;
  std::vector<std::pair<std::string, std::string>> config;
  Instant now{}, booted{};
  std::string cluster_name, version;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.nodes); visit(2, self.partitions); visit(3, self.reservations); visit(4, self.licenses);
    visit(5, self.topologies); visit(6, self.config); visit(7, self.now); visit(8, self.booted);
    visit(9, self.cluster_name); visit(10, self.version);
  }
};

struct RpcCount {
  std::uint32_t kind = 0, user = 0;
  std::string name, user_name;
  std::uint64_t count = 0, total_usec = 0;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.kind); visit(2, self.user); visit(3, self.name); visit(4, self.user_name); visit(5, self.count);
    visit(6, self.total_usec);
  }
};

struct QueryStatsRequest {
  bool reset = false;             // sdiag -r: start the counters anew; for root and SlurmUser
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.reset); }
};

// sdiag. Times of passes are microseconds.
struct StatsReply {
  Instant now{}, since{};
  std::uint64_t jobs_submitted = 0, jobs_started = 0, jobs_completed = 0, jobs_canceled = 0, jobs_failed = 0;
  std::uint64_t jobs_pending = 0, jobs_running = 0;
  std::uint64_t sched_last = 0, sched_max = 0, sched_total = 0, sched_cycles = 0, sched_depth = 0, queue_length = 0;
  std::uint64_t backfilled_jobs = 0, backfill_last = 0, backfill_max = 0, backfill_total = 0, backfill_cycles = 0,
                backfill_depth = 0, backfill_depth_tried = 0;
  Instant backfill_last_when{};
  std::uint32_t server_threads = 0, agent_count = 0, agent_queue = 0;
  std::vector<RpcCount> rpcs;
  // The machine, as the small schedulers show it.
  std::uint64_t total_cpus = 0, used_cpus = 0;
  Mebibytes total_memory, used_memory;
  double system_cpu_percent = 0, system_memory_percent = 0;
  std::vector<std::pair<std::string, std::string>> jobs_by_state;  // name, count
  double mean_wait_seconds = 0, mean_run_seconds = 0;
  std::uint64_t backfilled_het_jobs = 0;  // components of heterogeneous jobs
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.now); visit(2, self.since); visit(3, self.jobs_submitted); visit(4, self.jobs_started);
    visit(5, self.jobs_completed); visit(6, self.jobs_canceled); visit(7, self.jobs_failed);
    visit(8, self.jobs_pending); visit(9, self.jobs_running); visit(10, self.sched_last); visit(11, self.sched_max);
    visit(12, self.sched_total); visit(13, self.sched_cycles); visit(14, self.sched_depth);
    visit(15, self.queue_length); visit(16, self.backfilled_jobs); visit(17, self.backfill_last);
    visit(18, self.backfill_max); visit(19, self.backfill_total); visit(20, self.backfill_cycles);
    visit(21, self.backfill_depth); visit(22, self.backfill_depth_tried); visit(23, self.backfill_last_when);
    visit(24, self.server_threads); visit(25, self.agent_count); visit(26, self.agent_queue); visit(27, self.rpcs);
    visit(28, self.total_cpus); visit(29, self.used_cpus); visit(30, self.total_memory); visit(31, self.used_memory);
    visit(32, self.system_cpu_percent); visit(33, self.system_memory_percent); visit(34, self.jobs_by_state);
    visit(35, self.mean_wait_seconds); visit(36, self.mean_run_seconds);
    visit(37, self.backfilled_het_jobs);
  }
};

// sacct. Empty vectors do not filter. A job is in the window when it was in one of `states` (or, with none given,
// existed) between since and until.
struct QueryHistoryRequest {
  std::vector<JobSelector> jobs;
  std::vector<std::uint32_t> users, groups;
  std::vector<std::string> names, partitions, accounts, qos, nodes;
  std::vector<JobState> states;
  Instant since{}, until{};       // kNever: unbounded
  bool with_steps = true;
  Tristate whole_het_job = Tristate::Unset;  // unset: a leader brings the other components, another comes alone
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.jobs); visit(2, self.users); visit(3, self.groups); visit(4, self.names); visit(5, self.partitions);
    visit(6, self.accounts); visit(7, self.qos); visit(8, self.nodes); visit(9, self.states); visit(10, self.since);
    visit(11, self.until); visit(12, self.with_steps);
    visit(13, self.whole_het_job);
  }
};

struct HistoryReply {
  std::vector<Job> jobs;          // by id (array tasks by array, then task); also pending and running ones
  std::vector<Step> steps;        // of those jobs, in the order of their start, batch first
  Instant now{};
  std::string cluster_name;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.jobs); visit(2, self.steps); visit(3, self.now); visit(4, self.cluster_name);
  }
};

struct QueryScriptRequest {
  JobId job{};
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.job); }
};

struct ScriptReply {
  std::string script, environment;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.script); visit(2, self.environment); }
};

// scancel. signal 0: end the job (or the step).
struct CancelRequest {
  std::vector<JobSelector> jobs;
  std::uint32_t signal = 0;
  bool batch_only = false;        // -b: only the batch shell
  bool full = false;              // -f: batch shell and steps
  std::string admin_comment;      // --admin-comment: becomes the jobs'; empty: as it was
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.jobs); visit(2, self.signal); visit(3, self.batch_only); visit(4, self.full);
    visit(5, self.admin_comment);
  }
};

struct NamedCode {
  std::string name;
  Code code = Code::Success;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.name); visit(2, self.code); }
};

// What became of each selector of Cancel and ActOnJobs, in their order.
struct OutcomeList {
  std::vector<Code> codes;
  // Of each selector that stands for several jobs of which some refused: a line "12_[1,3]" and why.
  std::vector<NamedCode> refused;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.codes); visit(2, self.refused); }
};

enum class JobAction : std::uint32_t { Hold = 1, UserHold, Release, Requeue, RequeueHold, Suspend, Resume, Top };

struct ActOnJobsRequest {
  JobAction action{};
  std::vector<JobSelector> jobs;
  bool incomplete = false;        // requeue: only jobs that have not ended
  bool special_exit = false;      // requeuehold State=SpecialExit
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.action); visit(2, self.jobs); visit(3, self.incomplete); visit(4, self.special_exit);
  }
};

enum class Entity : std::uint32_t { Job = 1, Node, Partition, Reservation, Step, Config };
enum class UpdateVerb : std::uint32_t { Update = 1, Create, Delete };

// scontrol update|create|delete. Keys as written ("TimeLimit", "timelimit"), the entity's own first ("JobId"=...).
// An unknown key: Code::UnsupportedUpdate with "KEY=VALUE"; a value that cannot be read: Code::InvalidValue with
// "KEY"; both before anything is changed. Code::InvalidValue with a detail that has a blank in it is a whole sentence,
// which scontrol prints behind "scontrol: error: " ("An end time or duration must be given.  No reservation created.").
// Keys may end in '+' or '-' ("Nodes+"=...). Jobs are named "JobId"="12,13_4"; steps "StepId"="12.0".
struct UpdateRequest {
  Entity entity{};
  UpdateVerb verb = UpdateVerb::Update;
  std::vector<std::pair<std::string, std::string>> keys;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.entity); visit(2, self.verb); visit(3, self.keys); }
};

struct UpdateReply {
  std::string text;               // what scontrol prints, e.g. "Reservation created: res1"; empty: nothing
  std::vector<NamedCode> refused; // of several jobs those that could not be changed: "12_[1,3]" and why
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.text); visit(2, self.refused); }
};

// What srun wants of a job's resources.
struct StepSpec {
  JobId job{};
  std::optional<std::uint32_t> array_task;         // --jobid=A_T
  std::string name, submit_line, work_dir, environment;  // environment "A=b\0"
  std::vector<std::string> argv;
  std::string multi_prog;                          // the configuration's text; empty: argv for every task
  std::optional<std::uint32_t> ntasks, cpus_per_task, min_nodes, max_nodes, ntasks_per_node, relative;
  std::optional<Mebibytes> memory_per_node, memory_per_cpu;
  std::string node_list, excluded_nodes, distribution, cpu_bind;
  std::string gres_per_job, gres_per_node, gres_per_task;
  bool overlap = false, exact = false, exclusive = false, whole = false, immediate = false, overcommit = false;
  std::optional<Minutes> time_limit;
  std::string std_in, std_out, std_err;            // patterns; empty: through srun
  OpenMode open_mode = OpenMode::Default;
  std::optional<bool> kill_on_bad_exit;
  bool pty = false, unbuffered = false, label = false;
  std::uint32_t window_rows = 0, window_columns = 0;
  WarnSignal warn_signal;
  std::uint32_t srun_pid = 0;
  std::string srun_host;
  std::uint32_t threads_per_core = 0, wait_seconds = 0;
  bool interactive = false;                        // salloc's shell step
  std::string mpi;                                 // --mpi; empty: MpiDefault
  std::string gpu_bind, tres_bind, mem_bind, hint; // as written
  std::vector<std::string> rlimits_kept;           // --propagate, in capitals; empty: PropagateResourceLimits
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.job); visit(2, self.array_task); visit(3, self.name); visit(4, self.submit_line);
    visit(5, self.work_dir); visit(6, self.environment); visit(7, self.argv); visit(8, self.multi_prog);
    visit(9, self.ntasks); visit(10, self.cpus_per_task); visit(11, self.min_nodes); visit(12, self.max_nodes);
    visit(13, self.ntasks_per_node); visit(14, self.relative); visit(15, self.memory_per_node);
    visit(16, self.memory_per_cpu); visit(17, self.node_list); visit(18, self.excluded_nodes);
    visit(19, self.distribution); visit(20, self.cpu_bind); visit(21, self.gres_per_job); visit(22, self.gres_per_node);
    visit(23, self.gres_per_task); visit(24, self.overlap); visit(25, self.exact); visit(26, self.exclusive);
    visit(27, self.whole); visit(28, self.immediate); visit(29, self.overcommit); visit(30, self.time_limit);
    visit(31, self.std_in); visit(32, self.std_out); visit(33, self.std_err); visit(34, self.open_mode);
    visit(35, self.kill_on_bad_exit); visit(36, self.pty); visit(37, self.unbuffered); visit(38, self.label);
    visit(39, self.window_rows); visit(40, self.window_columns); visit(41, self.warn_signal); visit(42, self.srun_pid);
    visit(43, self.srun_host); visit(44, self.threads_per_core); visit(45, self.wait_seconds);
    visit(46, self.interactive); visit(47, self.mpi); visit(48, self.gpu_bind); visit(49, self.tres_bind);
    visit(50, self.mem_bind); visit(51, self.hint); visit(52, self.rlimits_kept);
  }
};

// Answered when the step's process exists (its socket accepts); late while the job's resources are busy.
struct StepReply {
  Step step;
  std::vector<TaskPlace> places;
  std::string socket_path;
  bool waited = false;                             // for other steps of the job to end
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.step); visit(2, self.places); visit(3, self.socket_path); visit(4, self.waited);
  }
};

// One step over several components of a heterogeneous job: a part in each, with the same step number. All parts start
// together or none. Answered with a HetStepReply, late as CreateStep is.
struct HetStepSpec {
  std::vector<StepSpec> parts;    // `job` of each: its component
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.parts); }
};

// The ranks in the places of each part count from 0; those of a part come behind those of all parts before it.
struct HetStepReply {
  std::vector<StepReply> parts;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.parts); }
};

// sattach: where the step's slurmstepd listens. Answered with a StepReply.
struct AttachStepRequest {
  StepId step;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.step); }
};

// sstat: the running steps of these jobs (or those steps) with what they have used by now, asked of their slurmstepd.
// Answered with a StepsReply.
struct QueryStepUsageRequest {
  std::vector<JobSelector> jobs;
  bool all_steps = false;         // also batch and extern steps
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.jobs); visit(2, self.all_steps); }
};

// scontrol listpids: the live tasks of a job or step, on any node.
struct ListProcessesRequest {
  JobId job{};                    // 0: of every job
  std::optional<StepNumber> step;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.job); visit(2, self.step); }
};

struct ListedProcess {
  std::uint32_t pid = 0;
  StepId step;
  std::optional<std::uint32_t> local_rank, rank;  // none: not a task itself
  std::string node;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.pid); visit(2, self.step); visit(3, self.local_rank); visit(4, self.rank); visit(5, self.node);
  }
};

struct ProcessesReply {
  std::vector<ListedProcess> processes;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.processes); }
};

// scontrol setdebug, setdebugflags. A word that is not known: Code::InvalidValue.
struct SetDebugRequest {
  std::string level;              // empty: as it is
  std::vector<std::string> flags; // "+backfill", "-steps"
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.level); visit(2, self.flags); }
};

// scontrol notify.
struct NotifyRequest {
  JobSelector job;
  std::string message;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.job); visit(2, self.message); }
};

// salloc and srun give their allocation back.
struct CompleteJobRequest {
  JobId job{};
  ExitCode exit_code;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.job); visit(2, self.exit_code); }
};

}  // namespace minislurm::wire
