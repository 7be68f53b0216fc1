#include "commands/sacctmgr/list.h"

#include "commands/sacctmgr/documents.h"
#include "commands/sacctmgr/entity_rows.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sacctmgr {
namespace {

struct Listed {
  std::string_view word;
  std::size_t shortest;
  Entity entity;
  Rows (*rows)(Asking);
};

// In the order in which a beginning is looked for.
constexpr Listed kListed[] = {
    {"Accounts", 2, Entity::Account, account_rows},
    {"Associations", 2, Entity::Association, association_rows},
    {"Clusters", 2, Entity::Cluster, cluster_rows},
    {"Configuration", 3, Entity::Configuration, nullptr},
    {"Events", 1, Entity::Event, event_rows},
    {"Federations", 1, Entity::Federation, no_rows},
    {"Instances", 1, Entity::Instance, no_rows},
    {"Problems", 1, Entity::Problem, problem_rows},
    {"QOS", 1, Entity::Qos, qos_rows},
    {"Resources", 4, Entity::Resource, no_rows},
    {"Reservations", 4, Entity::Reservation, reservation_rows},
    {"RunAwayJobs", 2, Entity::RunawayJobs, nullptr},
    {"Stats", 1, Entity::Stats, nullptr},
    {"Transactions", 1, Entity::Transaction, transaction_rows},
    {"TRES", 1, Entity::Tres, tres_rows},
    {"Users", 1, Entity::User, user_rows},
    {"WCKeys", 1, Entity::WcKey, wckey_rows},
};

const Listed* find_listed(std::string_view word) {
  for (const Listed& row : kListed)
    if (stands_for(word, row.word, row.shortest)) return &row;
  return nullptr;
}

int refuse(Session& session, const Error& error) {
  if (error.code == Code::InvalidValue) minislurm::error(session.context, error.detail);
  else session.context.err() << error.detail << '\n';
  return kExitFailure;
}

int print_text(Session& session, Entity entity, const wire::AccountingReply& reply) {
  if (entity == Entity::Configuration) return print_configuration(session, reply);
  return entity == Entity::Stats ? print_stats(session) : print_runaway_jobs(session, reply);
}

}  // namespace

int list(Session& session, const Words& words) {
  const Listed* listed = words.empty() ? nullptr : find_listed(words[0]);
  if (listed == nullptr) {
    session.context.err() << "No valid entity in list command\nInput line must include \"Account\", \"Association\", "
                             "\"Cluster\", \"Configuration\",\n\"Event\", \"Federation\", \"Problem\", \"QOS\", "
                             "\"Resource\", \"Reservation\",\n\"RunAwayJobs\", \"Stats\", \"Transaction\", \"TRES\", "
                             "\"User\", or \"WCKey\"\n";
    return kExitFailure;
  }
  Result<Query> query = read_query(listed->entity, Words(words.begin() + 1, words.end()), session.context.now());
  if (!query) return refuse(session, query.error());
  if (session.options.associations) query->with_assoc = true;
  const Result<wire::AccountingReply> reply =
      session.context.link().ask<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  if (!reply) {
    error(session.context, to_string(reply.error()));
    return kExitFailure;
  }
  if (listed->rows == nullptr) return print_text(session, listed->entity, *reply);
  const std::string format = query->format.empty() ? default_format(listed->entity, *query) : query->format;
  const Result<Layout> layout = lay_out(format, listed->entity, query->tree, session.options.style);
  if (!layout) return refuse(session, layout.error());
  if (query->needs_assoc && !query->with_assoc &&
      !confirmed(session, "You requested options that are only valid when querying with the withassoc option.\n"
                          "Are you sure you want to continue?")) {
    session.context.out() << "Aborted\n";
    return kExitSuccess;
  }
  const Tree tree{reply->accounting};
  const View view{*reply, tree, !query->own_limits && !query->without_parents, !query->without_parents, query->tree};
  const Rows rows = listed->rows({session, *query, view});
  const std::string written =
      session.options.document.asked ? document(listed->entity, rows, view, session.options.document.options) : "";
  if (!written.empty()) {
    session.context.out() << written;
    return kExitSuccess;
  }
  session.context.out() << render(*layout, rows, view, !session.options.no_header);
  return kExitSuccess;
}

}  // namespace minislurm::sacctmgr
