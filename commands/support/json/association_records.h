// The records of sacctmgr list --json: accounts, users, associations, QOS, workload keys, resources, the cluster.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/support/json/document.h"
#include "libcommon/model/accounting.h"

namespace minislurm::documents {

// An association with what it inherits, and what stands around it.
struct AssociationRecord {
  const Association* own = nullptr;
  Limits limits;
  std::uint32_t priority = 0;
  std::string default_qos, lineage, parent_account;
  std::vector<std::string> qos;
  bool is_default = false;
};

struct AccountRecord {
  const Account* own = nullptr;
  std::vector<const Association*> associations;
};

struct UserRecord {
  const AccountingUser* own = nullptr;
  std::vector<const Association*> associations;
  std::vector<const WcKey*> wckeys;
};

struct ClusterRecord {
  std::string host, nodes, root_account, tres;
  std::uint32_t port = 0, protocol = 0;
};

std::string associations_document(const std::vector<AssociationRecord>& records, const DocumentOptions& options);
std::string accounts_document(const std::vector<AccountRecord>& records, const DocumentOptions& options);
std::string users_document(const std::vector<UserRecord>& records, const DocumentOptions& options);
std::string qos_document(const std::vector<const Qos*>& records, const DocumentOptions& options);
std::string wckeys_document(const std::vector<const WcKey*>& records, const DocumentOptions& options);
// "cpu", "gres/gpu" with their ids.
std::string tres_document(const std::vector<std::pair<std::string, std::uint32_t>>& records,
                          const DocumentOptions& options);
std::string cluster_document(const std::optional<ClusterRecord>& record, const DocumentOptions& options);

}  // namespace minislurm::documents
