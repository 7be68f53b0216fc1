// What the controller knows of the time of a query, and the resources that are reported.
#pragma once

#include <string>
#include <vector>

#include "commands/sreport/query.h"
#include "libcommon/base/result.h"
#include "libcommon/wire/accounting_messages.h"

namespace minislurm::sreport {

struct Usage {
  wire::UsageReply reply;
  std::vector<std::string> tres;      // reported ones, in the order asked for
  bool named = false;                 // -T was given: each line says which it is
  bool of_cluster = true;             // the query is about this cluster
  double whole(const std::string& of, const Query& query) const;  // all the cluster could give in that time
};

// Errors: Code::Generic with the text behind "fatal: ".
Result<Usage> ask_usage(Session& session, const Query& query);
double amount_of(const std::vector<std::pair<std::string, double>>& amounts, const std::string& tres);
// Prints the error; the exit code.
int report_usage_error(Session& session, const Error& error);

}  // namespace minislurm::sreport
