#include "slurmctld/accounting/changing.h"

#include <algorithm>

#include "libcommon/text/words.h"
#include "slurmctld/accounting/lookup.h"

namespace minislurm::accounting {
namespace {

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  if (out.size() < width) out.append(width - out.size(), ' ');
  return out;
}

std::string user_and_partition(const Association& association) {
  std::string text;
  if (!association.user.empty()) text += " U = " + padded(association.user, 9);
  if (!association.partition.empty()) text += " P = " + association.partition;
  return text;
}

}  // namespace

Pairs take_selection(std::span<const SelectionKey> rows, const Pairs& pairs, Selection& selection) {
  Pairs left;
  for (const Pair& pair : pairs) {
    const SelectionKey* row = find_key(rows, pair.first);
    if (!row) {
      left.push_back(pair);
      continue;
    }
    for (std::string& word : words_of(pair.second)) (selection.*row->list).push_back(std::move(word));
  }
  return left;
}

Status all_known(const Pairs& left) {
  if (left.empty()) return {};
  return Error{Code::UnsupportedUpdate, left.front().first + "=" + left.front().second};
}

Status this_cluster(const Changing& change, const Selection& selection, std::string_view what) {
  for (const std::string& name : selection.clusters)
    if (!text::iequals(name, change.facts.cluster))
      return Error::generic(" error: Cluster '" + name +
                            "' has not been added yet, please contact your admin before adding " + std::string(what) +
                            " to it");
  return {};
}

bool listed(const std::vector<std::string>& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& one) { return text::iequals(one, name); });
}

bool meant(const std::vector<std::string>& list, std::string_view name) { return list.empty() || listed(list, name); }

std::pair<std::string_view, char> split_operator(std::string_view key) {
  if (!key.empty() && (key.back() == '+' || key.back() == '-')) return {key.substr(0, key.size() - 1), key.back()};
  return {key, '='};
}

std::vector<std::string> words_of(std::string_view value) {
  std::vector<std::string> words;
  for (const std::string_view word : text::split_list(value)) words.emplace_back(word);
  return words;
}

void edit_list(std::vector<std::string>& list, char how, const std::vector<std::string>& words) {
  const bool each = std::any_of(words.begin(), words.end(),
                                [](const std::string& word) { return word.front() == '+' || word.front() == '-'; });
  if (how == '=' && !each) list.clear();
  for (const std::string& word : words) {
    const bool own = word.front() == '+' || word.front() == '-';
    const std::string name = own ? word.substr(1) : word;
    const bool takes_away = (own ? word.front() : how) == '-';
    std::erase_if(list, [&](const std::string& one) { return text::iequals(one, name); });
    if (!takes_away && !name.empty()) list.push_back(name);
  }
}

std::string line_of(const Changing& change, const Association& association) {
  return "C = " + padded(change.facts.cluster, 10) + " A = " + padded(association.account, 20) +
         user_and_partition(association);
}

std::string modified_account_line(const Changing& change, const Association& node) {
  const Association* parent = find_association(change.draft, node.parent);
  return "C = " + padded(change.facts.cluster, 10) + " A = " + node.account +
         (parent ? " of " + parent->account : std::string{});
}

std::string removed_line(const Changing& change, const Association& association) {
  return "C = " + padded(change.facts.cluster, 10) + " A = " + padded(association.account, 10) +
         user_and_partition(association);
}

std::string default_account_line(const Changing& change, const Association& association) {
  return "C = " + padded(change.facts.cluster, 15) + " A = " + padded(association.account, 10) +
         user_and_partition(association);
}

std::string wckey_line(const Changing& change, const WcKey& key) {
  return "C = " + padded(change.facts.cluster, 10) + " W = " + padded(key.name, 10) + " U = " + padded(key.user, 9);
}

std::string job_line(const Changing& change, const LiveJob& job) {
  return "JobID = " + padded(to_string(job.id), 10) + " C = " + padded(change.facts.cluster, 10) +
         " A = " + padded(job.account, 10) + " U = " + padded(job.user, 9) + " Q = " + padded(job.qos, 9);
}

bool may_manage(const Changing& change, std::string_view account) {
  return change.is_operator() || coordinates(change.draft, change.actor.name, account);
}

Association& add_association(Changing& change, const Association& wanted) {
  change.draft.associations.push_back(wanted);
  Association& added = change.draft.associations.back();
  added.id = change.draft.next_association++;
  return added;
}

bool remove_associations(Changing& change, const std::vector<std::uint32_t>& ids) {
  const auto removed = [&](std::uint32_t id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
  auto& in_the_way = change.result.reply.in_the_way;
  for (const LiveJob& job : change.facts.jobs)
    if (removed(job.association)) in_the_way.push_back(job_line(change, job));
  if (!in_the_way.empty()) return false;
  for (const AccountingUser& user : change.draft.users) {
    const Association* lost = nullptr;
    bool keeps_default = false, keeps_any = false;
    for (const Association* one : associations_of(change.draft, user.name)) {
      const bool is_default = text::iequals(one->account, user.default_account);
      if (removed(one->id)) lost = is_default ? one : lost;
      else keeps_any = true, keeps_default = keeps_default || is_default;
    }
    if (lost && keeps_any && !keeps_default) in_the_way.push_back(default_account_line(change, *lost));
  }
  if (!in_the_way.empty()) return false;
  std::erase_if(change.draft.associations, [&](const Association& one) { return removed(one.id); });
  for (AccountingUser& user : change.draft.users)
    if (!has_association(change.draft, user.name)) user.default_account.clear();
  return true;
}

}  // namespace minislurm::accounting
