#include "commands/sshare/report.h"

#include <algorithm>
#include <unordered_map>

#include "commands/sshare/fields.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "libcommon/table/sacct_format.h"

namespace minislurm::sshare {
namespace {

using Layout = table::SacctLayout<Line, View>;

bool lists(const std::vector<std::string>& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& one) { return text::iequals(one, name); });
}

std::string format_of(const Options& options, bool fair_tree) {
  // An empty format is an abbreviation of every field: the first is taken.
  if (options.format) return text::split_list(*options.format).empty() ? "Account" : *options.format;
  const std::string who = options.partitions ? "Account,User,Partition," : "Account,User,";
  if (!options.long_list) return who + "RawShares,NormShares,RawUsage,EffectvUsage,FairShare";
  return who + "RawShares,NormShares,RawUsage,NormUsage,EffectvUsage,FairShare," + (fair_tree ? "LevelFS," : "") +
         "GrpTRESMins,TRESRunMins";
}

// Accounts are set in below those that stand above them in the table.
std::vector<Line> lines_of(const std::vector<wire::ShareRow>& rows, bool users_only) {
  std::unordered_map<std::uint32_t, int> depths;
  std::vector<Line> lines;
  for (const wire::ShareRow& row : rows) {
    const auto above = depths.find(row.parent);
    const int depth = above == depths.end() ? 0 : above->second + 1;
    depths[row.association] = depth;
    lines.push_back({&row, users_only ? 0 : depth});
  }
  return lines;
}

}  // namespace

std::vector<wire::ShareRow> selected(const std::vector<wire::ShareRow>& rows, const Options& options,
                                     const std::vector<std::string>& users) {
  std::vector<wire::ShareRow> left;
  for (const wire::ShareRow& row : rows) {
    if (options.accounts && !lists(*options.accounts, row.account)) continue;
    if (row.user.empty() ? options.users_only : !users.empty() && !lists(users, row.user)) continue;
    left.push_back(row);
  }
  return left;
}

int print_table(const wire::SharesReply& reply, const Options& options, Context& context) {
  Result<Layout> layout = table::lay_out_sacct<Line, View>(format_of(options, reply.fair_tree), fields());
  if (!layout) {
    error(context, layout.error().detail);
    return kExitFailure;
  }
  layout->style = options.parsable_open ? table::SacctStyle::ParsableOpen
                  : options.parsable    ? table::SacctStyle::Parsable
                                        : table::SacctStyle::Columns;
  const View view{reply.cluster_name, reply.tres, reply.fair_tree};
  std::string out;
  if (!options.no_header) table::append_sacct_header(out, *layout);
  for (const Line& line : lines_of(reply.rows, options.users_only)) {
    if (layout->style != table::SacctStyle::Columns) {
      table::append_sacct_line(out, *layout, [&](const Field& field) { return field.text(line, view); });
      continue;
    }
    for (const auto& cell : layout->cells) append_field(out, *cell.first, line, view, cell.second);
    out += '\n';
  }
  context.out() << out;
  return kExitSuccess;
}

}  // namespace minislurm::sshare
