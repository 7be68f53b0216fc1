#include "commands/sshare/run.h"

#include "commands/sshare/fields.h"
#include "commands/sshare/options.h"
#include "commands/sshare/report.h"
#include "commands/support/clusters.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/identity.h"
#include "commands/support/json/shares.h"
#include "commands/support/name_lists.h"
#include "libcommon/text/count.h"

namespace minislurm::sshare {
namespace {

constexpr options::HelpText kHelp{"sshare", "[OPTION...]", "Shows shares of the cluster and what was used of them."};
constexpr int kExitNoAnswer = 255;

std::string list_fields() {
  std::vector<std::string> names;
  for (const Field& field : fields()) names.emplace_back(field.name);
  return in_columns(names, {4, 17});
}

// Names in place of numbers; nobody: everybody.
std::vector<std::string> wanted_users(const Options& options, const Context& context) {
  if (options.users.empty()) return options.all ? std::vector<std::string>{} : std::vector{context.caller().user_name};
  std::vector<std::string> users;
  for (const std::string& name : options.users) {
    const auto number = text::parse_u32(name);
    users.push_back(number ? user_name(UserId{*number}) : name);
  }
  return users;
}

void say_whose(const std::vector<std::string>& names, std::string_view what, Context& context) {
  context.err() << what << " requested:\n";
  for (const std::string& name : names) context.err() << "\t: " << name << '\n';
  if (names.empty()) context.err() << "\t: all\n";
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  const CommandLine line = read_command_line(context, set, {}, arguments, kHelp, options);
  if (line.exit_code) return *line.exit_code;
  if (options.help_format) {
    context.out() << list_fields();
    return kExitSuccess;
  }
  context.set_verbosity(options.verbose);
  if (const std::optional<int> settled = documents::settle(options.document, arguments, context)) return *settled;
  const std::vector<std::string> users = wanted_users(options, context);
  if (options.verbose > 0) {
    say_whose(users, "Users", context);
    say_whose(options.accounts.value_or(std::vector<std::string>{}), "Accounts", context);
  }
  Result<wire::SharesReply> reply =
      context.link().ask<wire::SharesReply>(wire::RequestKind::QueryShares, wire::Empty{});
  if (!reply) {
    context.err() << "Couldn't get shares from controller: " << to_string(reply.error()) << '\n';
    return kExitNoAnswer;
  }
  if (options.clusters && !choose_cluster(context, *options.clusters, reply->cluster_name)) return kExitFailure;
  reply->rows = selected(reply->rows, options, users);
  if (options.document.asked) {
    documents::DocumentOptions document = options.document.options;
    document.cluster = reply->cluster_name;
    context.out() << documents::shares_document(*reply, document);
    return kExitSuccess;
  }
  if (options.clusters) context.out() << "CLUSTER: " << reply->cluster_name << '\n';
  return print_table(*reply, options, context);
}

}  // namespace minislurm::sshare
