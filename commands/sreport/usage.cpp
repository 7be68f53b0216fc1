#include "commands/sreport/usage.h"

#include <algorithm>

#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sreport {
namespace {

Result<std::vector<std::string>> reported(Session& session) {
  if (session.options.tres.empty()) return std::vector<std::string>{"cpu"};
  const Result<wire::AccountingReply> known =
      session.context.link().ask<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  if (!known) return known.error();
  std::vector<std::string> names;
  const bool all = text::iequals(session.options.tres.front(), "ALL");
  for (const std::string& wanted : all ? known->tres : session.options.tres)
    for (const std::string& name : known->tres)
      if (text::iequals(name, wanted) && name != "node") names.push_back(name);
  if (names.empty()) return Error::generic("No valid TRES given");
  return names;
}

}  // namespace

double Usage::whole(const std::string& of, const Query& query) const {
  for (const wire::ClusterUsageRow& row : reply.cluster)
    if (row.tres == of) return static_cast<double>(row.count) * seconds_of(query);
  return 0;
}

Result<Usage> ask_usage(Session& session, const Query& query) {
  Result<std::vector<std::string>> tres = reported(session);
  if (!tres) return tres.error();
  Result<wire::UsageReply> reply = session.context.link().ask<wire::UsageReply>(
      wire::RequestKind::QueryUsage, wire::QueryUsageRequest{query.since, query.until});
  if (!reply) return reply.error();
  Usage usage{std::move(*reply), std::move(*tres), !session.options.tres.empty(), true};
  usage.of_cluster = meant(query.clusters, usage.reply.cluster_name);
  if (!usage.of_cluster) usage.reply.rows.clear();
  return usage;
}

double amount_of(const std::vector<std::pair<std::string, double>>& amounts, const std::string& tres) {
  for (const auto& [name, amount] : amounts)
    if (name == tres) return amount;
  return 0;
}

int report_usage_error(Session& session, const Error& why) {
  if (why.code == Code::Generic && !why.detail.empty()) fatal(session.context, why.detail);
  else error(session.context, to_string(why));
  return kExitFailure;
}

}  // namespace minislurm::sreport
