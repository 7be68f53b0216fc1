// The lines of each entity, as a query asks for them; and what is shown of them where no format is given.
#pragma once

#include "commands/sacctmgr/query.h"

namespace minislurm::sacctmgr {

struct Asking {
  Session& session;
  const Query& query;
  const View& view;
};
using Rows = std::vector<Row>;

Rows account_rows(Asking asking);
Rows user_rows(Asking asking);
Rows association_rows(Asking asking);
Rows qos_rows(Asking asking);
Rows wckey_rows(Asking asking);
Rows tres_rows(Asking asking);
Rows transaction_rows(Asking asking);
Rows cluster_rows(Asking asking);
Rows event_rows(Asking asking);
Rows reservation_rows(Asking asking);
Rows problem_rows(Asking asking);
Rows no_rows(Asking asking);

// Texts of their own: each prints and returns the exit code.
int print_configuration(Session& session, const wire::AccountingReply& reply);
int print_stats(Session& session);
int print_runaway_jobs(Session& session, const wire::AccountingReply& reply);

std::string default_format(Entity entity, const Query& query);

}  // namespace minislurm::sacctmgr
