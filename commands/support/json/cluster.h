// Documents of what a cluster is made of: scontrol show node|partition|reservation|license|config --json, and of
// scontrol ping --json.
#pragma once

#include <string>

#include "commands/support/json/document.h"
#include "libcommon/wire/messages.h"

namespace minislurm::documents {

// Each takes from the reply only the records it is named after; the caller has left out what was not asked for.
std::string nodes_document(const wire::ClusterReply& reply, const DocumentOptions& options);
std::string partitions_document(const wire::ClusterReply& reply, const DocumentOptions& options);
std::string reservations_document(const wire::ClusterReply& reply, const DocumentOptions& options);
std::string licenses_document(const wire::ClusterReply& reply, const DocumentOptions& options);
std::string pings_document(const wire::PingReply& reply, bool responding, const DocumentOptions& options);

}  // namespace minislurm::documents
