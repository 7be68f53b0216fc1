// What the controller remembers: live jobs, history, scripts, in one SQLite database (see schema.cpp).
// Memory decides, the database remembers. The owning thread hands over batches and never waits for the disk: a writer
// thread makes one transaction of all that has queued up. Reads run on threads and connections of their own.
// Every callback is handed to the Poster, which runs it on the owner's thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/model/job.h"
#include "libcommon/model/step.h"
#include "libcommon/wire/accounting_messages.h"
#include "libcommon/wire/messages.h"

namespace minislurm::store {

struct Script {
  std::string script, environment;
  UserId owner{};  // filled when read
};

// What one turn of the controller wants saved. Later entries of the same row win.
struct Batch {
  std::vector<Job> jobs;
  std::vector<Step> steps;
  std::vector<std::pair<JobId, Script>> scripts;
  std::optional<std::string> cluster_record, accounting_record, usage_record, new_usage_record;
  std::optional<JobId> next_job;
  // A submission that cannot be written is refused: its batch fails, and no row of its job is written later. Any other
  // batch is kept and written again until the disk takes it.
  std::optional<JobId> submission;
  bool empty() const {
    return jobs.empty() && steps.empty() && scripts.empty() && !cluster_record && !accounting_record && !usage_record &&
           !new_usage_record && !next_job;
  }
};

struct Restored {
  std::vector<Job> jobs;    // live ones, and those that ended at or after `ended_since`
  std::vector<Step> steps;  // live ones
  std::string cluster_record, accounting_record, usage_record, new_usage_record;
  JobId next_job{};
};

struct Options {
  std::string path;
  Seconds retry{1};         // between attempts, while the disk refuses
  // For tests: called in the transaction before it is committed; an error stands for one of the disk.
  std::function<Status()> before_commit;
};

class Store {
 public:
  using Poster = std::function<void(std::function<void()>)>;

  // Creates the database where there is none. Errors: Code::Generic with the path: unreadable, foreign, of a newer
  // version, damaged.
  static Result<std::unique_ptr<Store>> open(Options options, Poster poster);
  // Writes what is still queued, as far as the disk takes it.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // At start only, on the caller's thread.
  Result<Restored> load(Instant ended_since);
  // slurmctld -c: forgets the queue and the cluster's state. History and the next job's id stay.
  Status clear_live();

  void commit(Batch batch, std::function<void(Status)> done);
  // Sees all that was committed before it was called, unless the disk refuses that.
  void history(wire::QueryHistoryRequest request, std::function<void(Result<wire::HistoryReply>)> done);
  // Likewise; see usage.h.
  void usage(wire::QueryUsageRequest request, Instant now, std::function<void(Result<wire::UsageReply>)> done);
  // The job's, or its array's. Errors: Code::InvalidJobId when there is none.
  void script(JobId job, std::function<void(Result<Script>)> done);

 private:
  struct Parts;
  explicit Store(std::unique_ptr<Parts> parts);
  // Hands the reader of the history a query: SQLite::Database& -> Result<Reply>.
  template <class Reply, class Query>
  void read_history(Query query, std::function<void(Result<Reply>)> done);
  std::unique_ptr<Parts> parts_;
};

}  // namespace minislurm::store
