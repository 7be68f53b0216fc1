#include "commands/scontrol/query.h"

namespace minislurm::scontrol {

std::optional<wire::ClusterReply> query_cluster(Session& session, std::uint32_t parts, const std::string& what) {
  auto reply = session.context.link().ask<wire::ClusterReply>(wire::RequestKind::QueryCluster,
                                                              wire::QueryClusterRequest{parts});
  if (reply) return std::move(*reply);
  fail(session, what, reply.error());
  return std::nullopt;
}

}  // namespace minislurm::scontrol
