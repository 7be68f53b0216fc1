// Questions to the accounting. Names are compared without regard to case, as Slurm does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/model/accounting.h"

namespace minislurm::accounting {

const Account* find_account(const Accounting& accounting, std::string_view name);
Account* find_account(Accounting& accounting, std::string_view name);
const AccountingUser* find_user(const Accounting& accounting, std::string_view name);
AccountingUser* find_user(Accounting& accounting, std::string_view name);
const Qos* find_qos(const Accounting& accounting, std::string_view name);
Qos* find_qos(Accounting& accounting, std::string_view name);
const Qos* qos_by_id(const Accounting& accounting, std::uint32_t id);
const Association* find_association(const Accounting& accounting, std::uint32_t id);
Association* find_association(Accounting& accounting, std::uint32_t id);

// The account's own node; nullptr: there is no such account.
const Association* node_of(const Accounting& accounting, std::string_view account);
// Exactly that one.
const Association* association_of(const Accounting& accounting, std::string_view user, std::string_view account,
                                  std::string_view partition);
// The one that a job in that partition uses: the partition's own, else the one for all partitions.
const Association* usable_association(const Accounting& accounting, std::string_view user, std::string_view account,
                                      std::string_view partition);
// The user's associations.
std::vector<const Association*> associations_of(const Accounting& accounting, std::string_view user);
bool has_association(const Accounting& accounting, std::string_view user);

// The association itself first, the root last.
std::vector<const Association*> lineage_of(const Accounting& accounting, const Association& association);
// "/", "/acct/", "/acct/0-bob/", "/acct/0-bob/debug/".
std::string lineage_text(const Accounting& accounting, const Association& association);
// As a walk of the tree: an account, its users, the accounts below it; by name.
std::vector<const Association*> in_tree_order(const Accounting& accounting);
bool is_below(const Accounting& accounting, const Association& association, std::uint32_t ancestor);

// What it inherits where it says nothing itself.
const std::vector<std::string>& allowed_qos(const Accounting& accounting, const Association& association);
std::string default_qos_of(const Accounting& accounting, const Association& association);

// Of that account, or of one above it.
bool coordinates(const Accounting& accounting, std::string_view user, std::string_view account);

}  // namespace minislurm::accounting
