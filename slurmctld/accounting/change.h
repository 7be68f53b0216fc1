// What sacctmgr changes. Pure: a request, who asks and what the cluster is like in; a changed accounting and the answer
// out. Source of keys, rights and refusals: sacctmgr(1).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/result.h"
#include "libcommon/wire/accounting_messages.h"

namespace minislurm::accounting {

// Who asks. Root, SlurmUser and the user of a one-user controller are administrators.
struct Actor {
  std::string name;
  AdminLevel level = AdminLevel::None;
};
AdminLevel level_of(const Accounting& accounting, std::string_view user);

// A job that has not ended.
struct LiveJob {
  JobId id{};
  std::uint32_t association = 0;
  std::string account, user, qos;
};

struct Facts {
  std::string cluster;
  std::vector<std::string> tres;  // resources that limits may name
  std::vector<LiveJob> jobs;
  Instant now{};
};

struct Changed {
  wire::ChangeAccountingReply reply;
  bool done = false;  // the accounting is another one now
  std::vector<std::uint32_t> forget_usage, forget_qos_usage;  // RawUsage=0: ids
};

// Errors: Code::UnsupportedUpdate with the pair as written, Code::InvalidValue with a sentence, Code::AccessDenied,
// Code::QosPreemptionLoop, Code::Generic with the text that sacctmgr prints (it may have several lines). With an error,
// and where the reply names what is in the way, nothing is changed.
Result<Changed> apply_change(Accounting& accounting, const wire::ChangeAccountingRequest& request, const Actor& actor,
                             const Facts& facts);

}  // namespace minislurm::accounting
