// sacctmgr load: what a dump says and the accounting does not have yet, or has otherwise.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "commands/sacctmgr/change_texts.h"
#include "commands/sacctmgr/dump_file.h"
#include "commands/sacctmgr/dump_lines.h"
#include "commands/sacctmgr/fields.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sacctmgr {
namespace {

using Request = wire::ChangeAccountingRequest;

constexpr std::string_view kAccountFields = "Name,Description,Organization,QOS";
constexpr std::string_view kLimitFields =
    "Share,GrpTRESMins,GrpTRESRunMins,GrpTRES,GrpJobs,GrpJobsAccrue,GrpMemory,GrpNodes,GrpSubmit,GrpWall,MaxTRESMins,"
    "MaxTRES,MaxTRESPerNode,MaxJobs,MaxSubmit,MaxNodes,MaxWall,QOS,DefaultQOS";

struct Wanted {
  std::vector<Request> requests;
  std::vector<Row> accounts, account_nodes, users;
};

struct Source {
  const wire::AccountingReply& reply;
  std::vector<std::pair<std::string, std::string>> known;  // parent's name and line of a dump made now
};

Source known_lines(const wire::AccountingReply& reply) {
  Source source{reply, {}};
  std::string parent;
  for (const DumpBlock& block : dump_blocks(reply)) {
    for (const std::string& line : block) {
      if (line.rfind("Parent - ", 0) == 0) parent = line;
      source.known.emplace_back(line.rfind("QOS", 0) == 0 || line.rfind("Cluster", 0) == 0 ? "" : parent, line);
    }
  }
  return source;
}

// How the dump made now has the same entity: nullptr, or the line.
const std::string* same_entity(const Source& source, const std::string& parent, const DumpLine& line) {
  for (const auto& [of, known] : source.known) {
    const Result<std::optional<DumpLine>> read = read_dump_line(known);
    if (!read || !*read) continue;
    const bool placed = line.title != "User" || of == "Parent - '" + parent + "'";
    if (placed && text::iequals((*read)->title, line.title) && text::iequals((*read)->name, line.name)) return &known;
  }
  return nullptr;
}

Row shown(const DumpLine& line, const std::string& parent) {
  Row row;
  row.others = {{"Name", line.name}, {"Account", line.title == "User" ? parent : line.name}, {"ParentName", parent},
                {"User", line.title == "User" ? line.name : ""}, {"Descr", line.name}, {"Org", line.name}};
  for (const auto& [key, value] : line.settings) {
    const std::string_view heading = heading_of(key);
    if (heading.empty()) continue;
    const auto known =
        std::find_if(row.others.begin(), row.others.end(), [&](const auto& one) { return one.first == heading; });
    if (known != row.others.end()) known->second = value;
    else row.others.emplace_back(heading, value);
  }
  return row;
}

Pairs association_settings(const DumpLine& line) {
  Pairs pairs = line.settings;
  std::erase_if(pairs, [](const auto& pair) { return stands_for(pair.first, "Coordinator", 2); });
  return pairs;
}

void take(const Source& source, const std::string& parent, const DumpLine& line, Wanted& wanted) {
  const std::string* known = same_entity(source, parent, line);
  if (known != nullptr) {
    const Result<std::optional<DumpLine>> now = read_dump_line(*known);
    if (now && *now && (*now)->settings == line.settings) return;
  }
  Pairs set = association_settings(line);
  Request request;
  request.verb = known == nullptr ? AccountingVerb::Add : AccountingVerb::Modify;
  Pairs& names = known == nullptr ? request.set : request.where;
  names.emplace_back("Names", line.name);
  if (text::iequals(line.title, "Account")) {
    request.entity = AccountingEntity::Account;
    if (known == nullptr) set.emplace_back("Parent", parent);
    if (known == nullptr) wanted.accounts.push_back(shown(line, parent));
    wanted.account_nodes.push_back(shown(line, parent));
  } else if (text::iequals(line.title, "User")) {
    request.entity = AccountingEntity::User;
    names.emplace_back("Accounts", parent);
    if (known != nullptr)
      std::erase_if(set, [](const auto& pair) {
        return stands_for(pair.first, "WCKeys", 2) || stands_for(pair.first, "Partition", 4);
      });
    wanted.users.push_back(shown(line, parent));
  } else {
    request.entity = text::iequals(line.title, "QOS") ? AccountingEntity::Qos : AccountingEntity::Cluster;
    if (request.entity == AccountingEntity::Cluster) request.where.clear();
  }
  request.set.insert(request.set.end(), set.begin(), set.end());
  if (request.verb == AccountingVerb::Modify && request.set.empty()) return;
  wanted.requests.push_back(std::move(request));
  for (const auto& [key, value] : line.settings)
    if (stands_for(key, "Coordinator", 2))
      wanted.requests.push_back(
          {AccountingVerb::Add, AccountingEntity::Coordinator, {}, {{"Names", line.name}, {"Accounts", value}}, false});
}

struct Asked {
  std::string path, cluster;
  bool clean = false;
};

Asked read_arguments(const Words& arguments) {
  Asked asked;
  for (const std::string& word : arguments) {
    const std::size_t equal = word.find('=');
    const std::string key = word.substr(0, equal), value = equal == std::string::npos ? word : word.substr(equal + 1);
    if (stands_for(key, "clean", 3)) asked.clean = true;
    else if (equal != std::string::npos && stands_for(key, "Cluster", 3)) asked.cluster = value;
    else if (equal == std::string::npos || stands_for(key, "File", 1)) asked.path = value;
  }
  return asked;
}

// Everything but the root account and its user.
std::vector<Request> emptying(const wire::AccountingReply& reply) {
  std::vector<Request> requests;
  Pairs accounts;
  requests.push_back(
      {AccountingVerb::Modify, AccountingEntity::User, {{"Names", "root"}}, {{"DefaultAccount", "root"}}, false});
  for (const AccountingUser& user : reply.accounting.users)
    if (user.name != "root")
      requests.push_back({AccountingVerb::Delete, AccountingEntity::User, {{"Names", user.name}}, {}, false});
  for (const Account& account : reply.accounting.accounts)
    if (account.name != "root") accounts.emplace_back("Names", account.name);
  if (!accounts.empty()) requests.push_back({AccountingVerb::Delete, AccountingEntity::Account, accounts, {}, false});
  return requests;
}

Status send_all(Session& session, const std::vector<Request>& requests, std::string& in_the_way) {
  for (Request request : requests) {
    request.commit = true;
    const Result<wire::ChangeAccountingReply> done =
        session.context.link().ask<wire::ChangeAccountingReply>(wire::RequestKind::ChangeAccounting, request);
    if (!done) return done.error();
    if (!done->in_the_way.empty()) {
      in_the_way = refusal_text(request.entity, *done);
      return Error{Code::Generic};
    }
  }
  return {};
}

int refused(Session& session, const Error& why, const std::string& in_the_way) {
  session.context.err() << (in_the_way.empty()
                                ? " Error with request: " +
                                      (why.detail.empty() ? to_string(why) : std::string(why.detail)) + "\n"
                                : in_the_way);
  return kExitFailure;
}

// The table under its title; nothing where it would be empty.
void print_table(Session& session, const wire::AccountingReply& reply, std::string_view title,
                 const std::string& format, const std::vector<Row>& rows, std::size_t rule) {
  if (rows.empty()) return;
  const Result<Layout> layout = lay_out(format, Entity::Account, false, table::SacctStyle::Columns);
  if (!layout) return;
  const Tree tree{reply.accounting};
  session.context.out() << title << '\n'
                        << render(*layout, rows, View{reply, tree}, true) << std::string(rule, '-') << "\n\n";
}

Result<Wanted> read_file(Session& session, std::istream& file, const Source& source, std::string cluster) {
  Wanted wanted;
  std::string parent = "root", text;
  for (std::size_t number = 1; std::getline(file, text); ++number) {
    Result<std::optional<DumpLine>> line = read_dump_line(text);
    if (!line) return Error::generic("Line " + std::to_string(number) + ": " + line.error().detail);
    if (!*line) continue;
    const DumpLine& read = **line;
    if (text::iequals(read.title, "Parent")) {
      parent = read.name;
    } else if (text::iequals(read.title, "Cluster")) {
      if (cluster.empty()) cluster = read.name;
      session.context.out() << "For cluster " << cluster << '\n';
      if (!text::iequals(cluster, source.reply.cluster_name))
        return Error::generic("The accounts of cluster " + cluster + " are not kept here, only those of " +
                              source.reply.cluster_name);
      take(source, parent, {read.title, source.reply.cluster_name, read.settings}, wanted);
    } else if (text::iequals(read.title, "Account") || text::iequals(read.title, "User") ||
               text::iequals(read.title, "QOS")) {
      take(source, parent, read, wanted);
    } else {
      return Error::generic("Line " + std::to_string(number) + ": unknown title " + read.title);
    }
  }
  return wanted;
}

}  // namespace

int load(Session& session, const Words& arguments) {
  const Asked asked = read_arguments(arguments);
  std::ostream& err = session.context.err();
  if (asked.path.empty()) {
    err << " No filename given, specify one with file=''\n";
    return kExitFailure;
  }
  std::ifstream file(asked.path);
  if (!file) {
    err << " Unable to read \"" << asked.path << "\": " << std::strerror(errno) << '\n';
    return kExitFailure;
  }
  const auto query = [&session] {
    return session.context.link().ask<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  };
  Result<wire::AccountingReply> reply = query();
  std::string in_the_way;
  if (reply && asked.clean) {
    if (!confirmed(session,
                   "You requested to flush the cluster before adding it again.\nJobs that are running keep this "
                   "from being done.\nAre you sure you want to continue?")) {
      session.context.out() << "Aborted\n";
      return kExitSuccess;
    }
    if (const Status emptied = send_all(session, emptying(*reply), in_the_way); !emptied)
      return refused(session, emptied.error(), in_the_way);
    reply = query();
  }
  if (!reply) return refused(session, reply.error(), {});
  const Result<Wanted> wanted = read_file(session, file, known_lines(*reply), asked.cluster);
  if (!wanted) return refused(session, wanted.error(), {});
  if (wanted->requests.empty()) {
    session.context.out() << " Nothing new added.\n";
    return kExitSuccess;
  }
  print_table(session, *reply, "Accounts", std::string(kAccountFields), wanted->accounts, 51);
  print_table(session, *reply, "Account Associations", "Account,ParentName," + std::string(kLimitFields),
              wanted->account_nodes, 62);
  print_table(session, *reply, "User Associations", "User,Account," + std::string(kLimitFields), wanted->users, 62);
  if (!commits(session)) return kExitSuccess;
  const Status done = send_all(session, wanted->requests, in_the_way);
  return done ? kExitSuccess : refused(session, done.error(), in_the_way);
}

}  // namespace minislurm::sacctmgr
