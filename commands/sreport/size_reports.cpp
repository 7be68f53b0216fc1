// What jobs of which size used. Unlike the other reports this one reads the jobs themselves.
#include <algorithm>
#include <functional>
#include <map>

#include "commands/sreport/report.h"
#include "commands/sreport/reports.h"
#include "commands/sreport/usage.h"
#include "commands/support/exit.h"
#include "commands/support/identity.h"
#include "commands/support/selectors.h"
#include "libcommon/text/count.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sreport {
namespace {

constexpr std::uint64_t kUsualSizes[] = {50, 250, 500, 1000};
constexpr int kSizeWidth = 13, kSizeWithShare = 20;

struct Used {
  double amount = 0;            // what is shown: resource-seconds, or jobs
  std::uint64_t size = 0;       // how much of the resource the job had
  std::string account, wckey;
};

wire::QueryHistoryRequest request_of(const Query& query) {
  wire::QueryHistoryRequest request;
  request.since = query.since;
  request.until = query.until;
  request.with_steps = false;
  request.partitions = query.partitions;
  request.nodes = query.nodes;
  for (const std::string& user : query.users)
    request.users.push_back(find_user(user) ? number(*find_user(user)) : 0xfffffffe);
  for (const std::string& group : query.groups)
    request.groups.push_back(find_group(group) ? number(*find_group(group)) : 0xfffffffe);
  for (const std::string& job : query.jobs)
    if (const Result<wire::JobSelector> selector = parse_job_selector(job)) request.jobs.push_back(*selector);
  return request;
}

// Jobs that ran in the window, with their part in it.
std::vector<Used> used_of(const wire::HistoryReply& reply, const Query& query, const std::string& tres) {
  std::vector<Used> all;
  for (const Job& job : reply.jobs) {
    if (job.started == kNever || !meant(query.wckeys, job.spec.wckey)) continue;
    const Instant end = job.ended == kNever || job.state == JobState::Running ? reply.now : job.ended;
    const auto seconds = (std::min(end, query.until) - std::max(job.started, query.since)).count();
    if (seconds <= 0) continue;
    Used used;
    const Result<std::vector<text::Tres>> held = text::parse_tres(job.tres_allocated);
    for (const text::Tres& one : held ? *held : std::vector<text::Tres>{})
      if (one.name == tres) used.size = one.count;
    used.amount = query.count_jobs ? 1 : static_cast<double>(seconds) * static_cast<double>(used.size);
    used.account = job.spec.account;
    used.wckey = job.spec.wckey;
    all.push_back(std::move(used));
  }
  return all;
}

// The column of each size: its heading and its first size.
struct Size {
  std::string header;
  std::uint64_t from = 0, to = 0;
};

std::vector<Size> sizes_of(const Query& query, const std::vector<Used>& jobs, const std::string& unit) {
  std::vector<Size> sizes;
  if (text::iequals(query.grouping, "individual")) {
    std::vector<std::uint64_t> found;
    for (const Used& job : jobs) found.push_back(job.size);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    for (const std::uint64_t size : found) sizes.push_back({std::to_string(size) + " " + unit, size, size});
    return sizes;
  }
  std::vector<std::uint64_t> limits(std::begin(kUsualSizes), std::end(kUsualSizes));
  if (!query.grouping.empty()) {
    limits.clear();
    for (const std::string_view one : text::split_list(query.grouping))
      if (const Result<std::uint32_t> limit = text::parse_u32(one)) limits.push_back(*limit);
    std::sort(limits.begin(), limits.end());
  }
  std::uint64_t from = 0;
  for (const std::uint64_t limit : limits) {
    if (limit == 0) continue;
    sizes.push_back({std::to_string(from) + "-" + std::to_string(limit - 1) + " " + unit, from, limit - 1});
    from = limit;
  }
  sizes.push_back({">= " + std::to_string(from) + " " + unit, from, ~std::uint64_t{0}});
  return sizes;
}

// Account to the accounts above it, itself included.
using Above = std::map<std::string, std::vector<std::string>>;

Above accounts_above(Session& session) {
  Above above;
  const Result<wire::AccountingReply> known =
      session.context.link().ask<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  if (!known) return above;
  const std::vector<Association>& all = known->accounting.associations;
  for (const Association& one : all) {
    if (!one.user.empty()) continue;
    std::vector<std::string>& chain = above[one.account];
    const Association* at = &one;
    while (at != nullptr && chain.size() <= all.size()) {
      chain.push_back(at->account);
      const auto parent =
          std::find_if(all.begin(), all.end(), [at](const Association& other) { return other.id == at->parent; });
      at = parent == all.end() || at->parent == at->id ? nullptr : &*parent;
    }
  }
  return above;
}

// Under whose name a job's time is shown; empty: not at all.
std::string group_of(const Query& query, const Above& above, const std::string& account) {
  if (query.flat) return meant(query.accounts, account) ? account : std::string{};
  const auto chain = above.find(account);
  const std::vector<std::string> names =
      chain == above.end() ? std::vector<std::string>{account, "root"} : chain->second;
  const Query::List wanted = query.accounts.empty() ? Query::List{"root"} : query.accounts;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!meant(wanted, names[i])) continue;
    if (!query.as_parent) return names[i];
    return i == 0 ? std::string{} : names[i - 1];
  }
  return {};
}

using Name = std::function<std::string(const Used&)>;  // of the line that a job counts in; empty: none

int size_report(Session& session, const Query& query, std::string title, Field name, const Name& name_of) {
  const Result<Usage> usage = ask_usage(session, query);
  if (!usage) return report_usage_error(session, usage.error());
  Result<wire::HistoryReply> history =
      session.context.link().ask<wire::HistoryReply>(wire::RequestKind::QueryHistory, request_of(query));
  if (!history) return report_usage_error(session, history.error());
  if (!usage->of_cluster) history->jobs.clear();
  const std::string tres = usage->tres.front();
  const std::vector<Used> jobs = used_of(*history, query, tres);
  const std::vector<Size> sizes = sizes_of(query, jobs, usage->named && tres != "cpu" ? "TRES" : "CPUs");
  if (sizes.empty()) {
    session.context.err() << " We need a grouping list to set up the print.\n";
    return kExitFailure;
  }
  Report report;
  report.title = std::move(title);
  report.units =
      query.count_jobs ? "Units are in number of jobs ran" : "Time reported in " + std::string(session.time.title);
  if (usage->named) report.units = "TRES type is " + tres + "\n" + report.units;
  report.format = "Cluster," + std::string(name.name);
  for (const Size& size : sizes) report.always.push_back({"", 0, size.header, kSizeWidth, kSizeWithShare});
  report.always.push_back({"", 0, "Total Count", 11});
  report.always.push_back({"", 0, "% of cluster", 12});
  report.fields = {{"Cluster", 2, "Cluster", 9}, std::move(name)};

  struct Sum {
    std::vector<double> sizes;
    double all = 0;
  };
  std::map<std::string, Sum> sums;
  double total = 0;
  for (const Used& job : jobs) {
    const std::string line = name_of(job);
    if (line.empty()) continue;
    Sum& sum = sums[line];
    sum.sizes.resize(sizes.size());
    for (std::size_t i = 0; i < sizes.size(); ++i)
      if (job.size >= sizes[i].from && job.size <= sizes[i].to) sum.sizes[i] += job.amount;
    sum.all += job.amount;
    total += job.amount;
  }
  const TimeFormat share{0, true, ""};
  const auto shown = [&](double amount) {
    return query.count_jobs ? std::to_string(static_cast<std::uint64_t>(amount))
                            : format_amount(session.time, amount, total);
  };
  for (const auto& [who, sum] : sums) {
    Line line{{"Cluster", usage->reply.cluster_name}, {report.fields[1].header, who}, {"Total Count", shown(sum.all)},
              {"% of cluster", format_amount(share, sum.all, total)}};
    for (std::size_t i = 0; i < sizes.size(); ++i) line[sizes[i].header] = shown(sum.sizes[i]);
    report.lines.push_back(std::move(line));
  }
  return print(session, query, report);
}

}  // namespace

int sizes_by_account(Session& session, const Query& query) {
  const Above above = accounts_above(session);
  return size_report(session, query, "Job Sizes", {"Account", 1, "Account", 9},
                     [&](const Used& job) { return group_of(query, above, job.account); });
}

int sizes_by_account_and_wckey(Session& session, const Query& query) {
  return size_report(session, query, "Job Sizes", {"Account", 1, "Account", -20}, [&](const Used& job) {
    if (job.wckey.empty() || !meant(query.accounts, job.account)) return std::string{};
    return job.account + ":" + job.wckey;
  });
}

int sizes_by_wckey(Session& session, const Query& query) {
  return size_report(session, query, "Job Sizes by Wckey", {"Wckey", 1, "Wckey", 9},
                     [](const Used& job) { return job.wckey; });
}

}  // namespace minislurm::sreport
