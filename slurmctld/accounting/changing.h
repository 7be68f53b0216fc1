// A change at work; shared by the files of this room.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "slurmctld/accounting/change.h"
#include "slurmctld/accounting/limit_keys.h"

namespace minislurm::accounting {

using Pair = std::pair<std::string, std::string>;
using Pairs = std::vector<Pair>;

struct Changing {
  Accounting draft;
  const wire::ChangeAccountingRequest& request;
  const Actor& actor;
  const Facts& facts;
  Changed result{};

  bool is_operator() const { return actor.level != AdminLevel::None; }
};

// Which entities are meant.
struct Selection {
  std::vector<std::string> names, accounts, users, clusters, partitions, parents, descriptions, organizations,
      default_accounts, wckeys, qos;
};

struct SelectionKey {
  std::string_view name;
  std::size_t shortest;
  std::vector<std::string> Selection::*list;
};

// Takes the pairs that a row names into `selection` and gives the others back.
Pairs take_selection(std::span<const SelectionKey> rows, const Pairs& pairs, Selection& selection);
// Code::UnsupportedUpdate for the first, if there is one.
Status all_known(const Pairs& left);
// Code::Generic where another cluster is named.
Status this_cluster(const Changing& change, const Selection& selection, std::string_view what);
bool listed(const std::vector<std::string>& list, std::string_view name);
// No list: everything is meant.
bool meant(const std::vector<std::string>& list, std::string_view name);
// "Flags+" -> {"Flags", '+'}; '=' where it ends in neither.
std::pair<std::string_view, char> split_operator(std::string_view key);
// "a,b" by '=', '+' or '-'; words may have a '+' or '-' of their own in front.
void edit_list(std::vector<std::string>& list, char how, const std::vector<std::string>& words);
std::vector<std::string> words_of(std::string_view value);

// Sets what the pairs say of an association; `unknown` gets those that it does not know. Errors: Code::InvalidValue,
// Code::Generic.
Status set_association(Changing& change, Association& association, const Pairs& pairs, Pairs& unknown);
Status check_default_qos(const Changing& change);
// The names, each of a QOS that exists, in the order of their ids.
Result<std::vector<std::string>> edited_qos_list(const Accounting& accounting, std::vector<std::string> list, char how,
                                                 std::string_view value);
Association& add_association(Changing& change, const Association& wanted);
// RawUsage=0. `known`: there was such a pair.
Status reads_raw_usage(const Pairs& pairs, bool& known);

// One line for one association, as sacctmgr shows what it added, changed or removed.
std::string line_of(const Changing& change, const Association& association);
std::string modified_account_line(const Changing& change, const Association& node);
std::string removed_line(const Changing& change, const Association& association);
std::string default_account_line(const Changing& change, const Association& association);
std::string wckey_line(const Changing& change, const WcKey& key);
std::string job_line(const Changing& change, const LiveJob& job);

// Removes associations, unless a job uses one or a user would lose the default account but not all accounts; then
// the reply says what is in the way and false is returned.
bool remove_associations(Changing& change, const std::vector<std::uint32_t>& ids);

bool may_manage(const Changing& change, std::string_view account);

Status add_accounts(Changing& change);
Status modify_accounts(Changing& change);
Status delete_accounts(Changing& change);
Status modify_cluster(Changing& change);
Status add_users(Changing& change);
Status modify_users(Changing& change);
Status delete_users(Changing& change);
Status add_qos(Changing& change);
Status modify_qos(Changing& change);
Status delete_qos(Changing& change);
Status add_coordinators(Changing& change);
Status delete_coordinators(Changing& change);
Status add_wckeys(Changing& change);
Status delete_wckeys(Changing& change);

}  // namespace minislurm::accounting
