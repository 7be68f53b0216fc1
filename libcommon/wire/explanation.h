// Why a job waits, in full: for `scontrol show job -d`.
#pragma once

#include <string>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/units.h"
#include "libcommon/wire/messages.h"

namespace minislurm::wire {

// One thing that stands in the way.
struct Obstacle {
  std::string reason;  // Slurm's word for it: "Licenses"
  std::string text;    // "matlab: 1 of 4 free, 3 needed"
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.reason); visit(2, self.text); }
};

// What has to happen before the job starts: a running job ends, a planned one has run, a reservation is over.
struct Release {
  std::string who;       // "JobId=7", "Reservation=maint"
  std::string nodes;     // of those that the job would get; may be empty
  std::string licenses;  // likewise
  Instant by{};
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.who); visit(2, self.nodes); visit(3, self.licenses); visit(4, self.by);
  }
};

struct Explanation {
  JobId job{};
  std::vector<Obstacle> obstacles;
  Instant earliest{};    // kNever: nobody can tell
  std::string nodes;     // where it would start then
  std::vector<Release> after;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.job); visit(2, self.obstacles); visit(3, self.earliest); visit(4, self.nodes); visit(5, self.after);
  }
};

// QueryJobs with a question more: the same tags, so that each end may leave it out.
struct ExplainJobsRequest : QueryJobsRequest {
  bool explain = false;  // why the pending ones wait
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    QueryJobsRequest::fields(self, visit);
    visit(3, self.explain);
  }
};

struct ExplainedJobsReply : JobsReply {
  std::vector<Explanation> explanations;  // where they were asked for
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    JobsReply::fields(self, visit);
    visit(5, self.explanations);
  }
};

}  // namespace minislurm::wire
