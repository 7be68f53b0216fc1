#include "commands/sacctmgr/documents.h"

#include <algorithm>

#include "commands/support/json/association_records.h"
#include "libcommon/text/count.h"

namespace minislurm::sacctmgr {
namespace {

using documents::AccountRecord;
using documents::AssociationRecord;
using documents::ClusterRecord;
using documents::UserRecord;

std::string other(const Row& row, std::string_view heading) {
  for (const auto& one : row.others)
    if (one.first == heading) return one.second;
  return {};
}

bool is_default(const View& view, const Association& one) {
  const auto& users = view.reply.accounting.users;
  return !one.user.empty() && std::any_of(users.begin(), users.end(), [&](const AccountingUser& user) {
    return user.name == one.user && user.default_account == one.account;
  });
}

AssociationRecord association_record(const Association& one, const View& view) {
  Inherited whole = inherited(view.tree, one, view.from_above);
  AssociationRecord record;
  record.own = &one;
  record.limits = std::move(whole.limits);
  record.priority = whole.priority;
  record.default_qos = std::move(whole.default_qos);
  record.qos = std::move(whole.qos);
  record.lineage = view.tree.lineage_of(one);
  const Association* parent = one.user.empty() ? view.tree.parent_of(one) : nullptr;
  if (parent != nullptr) record.parent_account = parent->account;
  record.is_default = is_default(view, one);
  return record;
}

// With their associations an account or a user is several lines: one record.
template <class Record, class Own>
std::vector<Record> gathered(const std::vector<Row>& rows, const Own* Row::*own) {
  std::vector<Record> records;
  for (const Row& row : rows) {
    if (records.empty() || records.back().own != row.*own) {
      records.emplace_back();
      records.back().own = row.*own;
    }
    if (row.association != nullptr) records.back().associations.push_back(row.association);
  }
  return records;
}

template <class Value>
std::vector<const Value*> picked(const std::vector<Row>& rows, const Value* Row::*member) {
  std::vector<const Value*> values;
  for (const Row& row : rows) values.push_back(row.*member);
  return values;
}

std::string users(const std::vector<Row>& rows, const View& view, const documents::DocumentOptions& options) {
  std::vector<UserRecord> records = gathered<UserRecord>(rows, &Row::user);
  for (UserRecord& record : records)
    for (const WcKey& key : view.reply.accounting.wckeys)
      if (!record.associations.empty() && key.user == record.own->name) record.wckeys.push_back(&key);
  return documents::users_document(records, options);
}

std::string tres(const std::vector<Row>& rows, const documents::DocumentOptions& options) {
  std::vector<std::pair<std::string, std::uint32_t>> records;
  for (const Row& row : rows) {
    const std::string name = other(row, "Name");
    records.emplace_back(other(row, "Type") + (name.empty() ? "" : "/" + name),
                         text::parse_u32(other(row, "ID")).value_or(0));
  }
  return documents::tres_document(records, options);
}

std::string cluster(const std::vector<Row>& rows, const documents::DocumentOptions& options) {
  if (rows.empty()) return documents::cluster_document(std::nullopt, options);
  const Row& row = rows.front();
  ClusterRecord record;
  record.host = other(row, "ControlHost");
  record.port = text::parse_u32(other(row, "ControlPort")).value_or(0);
  record.protocol = text::parse_u32(other(row, "RPC")).value_or(0);
  record.nodes = other(row, "Cluster Nodes");
  record.tres = other(row, "TRES");
  record.root_account = row.association == nullptr ? "" : row.association->account;
  return documents::cluster_document(record, options);
}

}  // namespace

std::string document(Entity entity, const std::vector<Row>& rows, const View& view,
                     const documents::DocumentOptions& options) {
  documents::DocumentOptions with_cluster = options;
  with_cluster.cluster = view.reply.cluster_name;
  switch (entity) {
    case Entity::Account:
      return documents::accounts_document(gathered<AccountRecord>(rows, &Row::account), with_cluster);
    case Entity::User: return users(rows, view, with_cluster);
    case Entity::Qos: return documents::qos_document(picked(rows, &Row::qos), with_cluster);
    case Entity::WcKey: return documents::wckeys_document(picked(rows, &Row::wckey), with_cluster);
    case Entity::Tres: return tres(rows, with_cluster);
    case Entity::Cluster: return cluster(rows, with_cluster);
    case Entity::Association: {
      std::vector<AssociationRecord> records;
      for (const Row& row : rows) records.push_back(association_record(*row.association, view));
      return documents::associations_document(records, with_cluster);
    }
    default: return {};
  }
}

}  // namespace minislurm::sacctmgr
