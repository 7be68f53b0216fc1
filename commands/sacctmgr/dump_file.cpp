#include "commands/sacctmgr/dump_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "commands/sacctmgr/dump_lines.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sacctmgr {
namespace {

constexpr std::string_view kHead =
    "# Accounts of one cluster, as sacctmgr load reads them. One line an entity, its settings behind colons:\n"
    "#   Cluster - 'name':Fairshare=1:QOS='normal'\n"
    "#   Parent - 'root'           the accounts and users that follow belong to this account\n"
    "#   Account - 'physics':Description='Physics':Organization='Science':Fairshare=10\n"
    "#   User - 'adam':DefaultAccount='physics':MaxJobs=3\n"
    "# What is a parent has to stand in front of its children.\n";

// As the log shows it: block by block.
void tell(Session& session, const DumpBlock& block) {
  std::string text = text::join(block, "\n");
  info(session.context, text);
}

}  // namespace

int dump(Session& session, const Words& arguments) {
  std::string cluster, path;
  for (const std::string& word : arguments) {
    const std::size_t equal = word.find('=');
    const std::string key = word.substr(0, equal), value = equal == std::string::npos ? word : word.substr(equal + 1);
    if (equal != std::string::npos && stands_for(key, "File", 1)) path = value;
    else if (equal == std::string::npos || stands_for(key, "Cluster", 1) || stands_for(key, "Name", 1)) cluster = value;
  }
  std::ostream& err = session.context.err();
  if (cluster.empty()) {
    err << " We need a cluster to dump.\n";
    return kExitFailure;
  }
  const Result<wire::AccountingReply> reply =
      session.context.link().ask<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  if (!reply) {
    error(session.context, to_string(reply.error()));
    return kExitFailure;
  }
  if (!text::iequals(reply->cluster_name, cluster)) {
    err << " Cluster " << cluster << " doesn't exist.\n";
    return kExitFailure;
  }
  if (path.empty()) path = "./" + cluster + ".cfg";
  std::ofstream file(path);
  file << kHead;
  for (const DumpBlock& block : dump_blocks(*reply)) {
    tell(session, block);
    for (const std::string& line : block) file << line << '\n';
  }
  file.close();
  if (file) return kExitSuccess;
  err << "Can't write " << path << ": " << std::strerror(errno) << '\n';
  return kExitFailure;
}

}  // namespace minislurm::sacctmgr
