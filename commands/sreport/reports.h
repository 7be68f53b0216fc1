// The reports, by the words that name them.
#pragma once

#include "commands/sreport/query.h"

namespace minislurm::sreport {

// Each prints and returns the exit code.
int account_by_user(Session& session, const Query& query);
int account_by_qos(Session& session, const Query& query);
int user_by_account(Session& session, const Query& query);
int user_by_wckey(Session& session, const Query& query);
int wckey_by_user(Session& session, const Query& query);
int top_usage(Session& session, const Query& query);
int utilization(Session& session, const Query& query);
int sizes_by_account(Session& session, const Query& query);
int sizes_by_account_and_wckey(Session& session, const Query& query);
int sizes_by_wckey(Session& session, const Query& query);
int reservation_utilization(Session& session, const Query& query);

}  // namespace minislurm::sreport
