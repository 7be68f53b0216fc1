// sreport's question to the history, completed with what the cluster has.
#include <boost/asio/post.hpp>

#include <utility>

#include "libcommon/wire/accounting_messages.h"
#include "libcommon/wire/codec.h"
#include "slurmctld/core/resources.h"
#include "slurmctld/loop/inside.h"
#include "slurmctld/requests/privacy.h"
#include "slurmctld/store/usage.h"

namespace minislurm::loop {

void Controller::Inside::query_usage(core::Ticket ticket, const core::Caller& caller, const wire::Request& request) {
  const Result<wire::QueryUsageRequest> question = wire::decode<wire::QueryUsageRequest>(request.payload);
  if (!question) return refuse(ticket, question.error());
  end_turn_soon();
  boost::asio::post(loop_, [this, ticket, caller, wanted = *question] {
    if (stopping_) return;
    store_->usage(wanted, now(), [this, ticket, caller](Result<wire::UsageReply> answer) {
      if (!answer) return refuse(ticket, answer.error());
      store::settle_cluster(*answer, core::resources_in_all(state_));
      requests::keep_visible(state_.inside(), caller, *answer);
      answer->now = now();
      answer->cluster_name = options_.cluster.settings.cluster_name;
      reply(ticket, *answer);
    });
  });
}

}  // namespace minislurm::loop
