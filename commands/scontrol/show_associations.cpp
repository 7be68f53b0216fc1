// scontrol show assoc_mgr [users=NAMES] [accounts=NAMES] [qos=NAMES] [flags=users,assoc,qos]: users, associations and
// QOS as the controller keeps them, with their limits and what counts against these.
#include <algorithm>
#include <iterator>
#include <optional>

#include "commands/scontrol/association_records.h"
#include "commands/scontrol/query.h"
#include "commands/scontrol/show.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

struct Wanted {
  std::vector<std::string> accounts, flags, qos, users;  // nothing named: all
};

struct Keyword {
  std::string_view name;
  std::vector<std::string> Wanted::*values;
};
constexpr Keyword kKeywords[] = {{"accounts", &Wanted::accounts},
                                 {"flags", &Wanted::flags},
                                 {"qos", &Wanted::qos},
                                 {"users", &Wanted::users}};

constexpr std::string_view kUsers = "users", kAssociations = "assoc", kQos = "qos";

bool names(const std::vector<std::string>& list, std::string_view name) {
  return list.empty() || std::any_of(list.begin(), list.end(), [name](const std::string& one) {
    return text::iequals(one, name);
  });
}

// A flag may go on behind its name.
bool wants(const Wanted& wanted, std::string_view section) {
  return wanted.flags.empty() || std::any_of(wanted.flags.begin(), wanted.flags.end(), [section](const auto& flag) {
    return text::istarts_with(flag, section);
  });
}

const Keyword* find_keyword(std::string_view word) {
  for (const Keyword& row : kKeywords)
    if (!word.empty() && text::istarts_with(row.name, word)) return &row;
  return nullptr;
}

// One known flag will do, as in Slurm: the others say nothing.
bool has_known(const std::vector<std::string_view>& flags) {
  constexpr std::string_view kFlags[] = {kUsers, kAssociations, kQos};
  return std::any_of(flags.begin(), flags.end(), [&kFlags](std::string_view flag) {
    return std::any_of(std::begin(kFlags), std::end(kFlags),
                       [flag](std::string_view known) { return text::istarts_with(flag, known); });
  });
}

// The exit code where there is something wrong: Slurm fails for unknown words only.
std::optional<int> read_words(Session& session, const Words& words, Wanted& wanted) {
  std::ostream& err = session.context.err();
  for (const std::string& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos || equals + 1 == word.size()) {
      err << "No value given for option " << word << '\n';
      return 0;
    }
    const std::string value = word.substr(equals + 1);
    const Keyword* row = find_keyword(word.substr(0, equals));
    if (row == nullptr) {
      if (!session.options.quiet) err << "invalid entity: " << word << " for keyword:show assoc_mgr\n";
      return 1;
    }
    const std::vector<std::string_view> pieces = text::split(value, ',');
    if (row->values == &Wanted::flags && !has_known(pieces)) {
      err << "invalid flag '" << value << "', valid options are 'Assoc, QOS, and/or Users'\n";
      return 0;
    }
    for (const std::string_view one : pieces) (wanted.*row->values).emplace_back(one);
  }
  return std::nullopt;
}

std::optional<AssociationBook> ask(Session& session) {
  const std::string what = "slurm_load_assoc_mgr_info error: ";
  ControllerLink& link = session.context.link();
  auto accounting = link.ask<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  if (!accounting) {
    fail(session, what, accounting.error());
    return std::nullopt;
  }
  auto shares = link.ask<wire::SharesReply>(wire::RequestKind::QueryShares, wire::Empty{});
  if (!shares) {
    fail(session, what, shares.error());
    return std::nullopt;
  }
  const auto cluster = query_cluster(session, wire::kConfig, what);
  if (!cluster) return std::nullopt;
  const bool limits_count = std::any_of(cluster->config.begin(), cluster->config.end(), [](const auto& pair) {
    return pair.first == "AccountingStorageEnforce" && pair.second.find("limits") != std::string::npos;
  });
  return AssociationBook(std::move(*accounting), std::move(*shares), limits_count);
}

struct Section {
  std::string_view flag, heading, nothing;
  std::string (*records)(const AssociationBook& book, const Wanted& wanted, bool one_line);
};

std::string users(const AssociationBook& book, const Wanted& wanted, bool) {
  std::string text;
  for (const AccountingUser& user : book.accounting().accounting.users)
    if (names(wanted.users, user.name)) text += assoc_mgr_user(user);
  return text;
}

// An account's own association is shown whichever users are asked for.
std::string associations(const AssociationBook& book, const Wanted& wanted, bool one_line) {
  std::string text;
  for (const wire::ShareRow& row : book.shares())
    if (names(wanted.accounts, row.account) && (row.user.empty() || names(wanted.users, row.user)))
      text += assoc_mgr_association(book, row, one_line);
  return text;
}

std::string qualities(const AssociationBook& book, const Wanted& wanted, bool one_line) {
  std::string text;
  for (const Qos& qos : book.accounting().accounting.qos)
    if (names(wanted.qos, qos.name)) text += assoc_mgr_qos(book, qos, one_line);
  return text;
}

constexpr Section kSections[] = {
    {kUsers, "User Records", "No users currently cached in Slurm.", &users},
    {kAssociations, "Association Records", "No associations currently cached in Slurm.", &associations},
    {kQos, "QOS Records", "No QOS currently cached in Slurm.", &qualities},
};

}  // namespace

int show_associations(Session& session, const Words& words) {
  Wanted wanted;
  if (const auto code = read_words(session, words, wanted)) return *code;
  const auto book = ask(session);
  if (!book) return 1;
  const bool one_line = session.options.one_line;
  const std::string blank = one_line ? "" : "\n";
  std::string text = "Current Association Manager state\n";
  for (const Section& section : kSections) {
    if (!wants(wanted, section.flag)) continue;
    const std::string records = section.records(*book, wanted, one_line);
    text += blank + std::string(records.empty() ? section.nothing : section.heading) + "\n" + blank + records;
  }
  session.context.out() << text;
  return 0;
}

}  // namespace minislurm::scontrol
