// scontrol show resources JOB: the cores and the memory that a job holds on each node, a line each.
#include <cstdio>

#include "commands/scontrol/show.h"
#include "commands/support/messages.h"
#include "commands/support/selectors.h"

namespace minislurm::scontrol {
namespace {

std::string mask_of(const std::vector<std::uint32_t>& cores) {
  std::string digits;
  for (const std::uint32_t core : cores) {
    const std::size_t digit = core / 4;
    if (digits.size() <= digit) digits.resize(digit + 1, 0);
    digits[digit] = static_cast<char>(digits[digit] | (1 << (core % 4)));
  }
  std::string text = "0x";
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit)
    text += "0123456789ABCDEF"[static_cast<int>(*digit)];
  return text.size() == 2 ? "0x0" : text;
}

}  // namespace

int show_resources(Session& session, const std::string& id) {
  if (id.empty()) {
    session.context.err() << "missing JobId: No error\n";
    return 0;
  }
  wire::QueryJobsRequest query;
  const auto parsed = parse_job_selector(id);
  if (parsed && number(parsed->job) != 0) query.jobs = {*parsed};
  const auto reply = query.jobs.empty()
                         ? Result<wire::JobsReply>{Error{Code::InvalidJobId}}
                         : session.context.link().ask<wire::JobsReply>(wire::RequestKind::QueryJobs, query);
  if (!reply) {
    const std::string what = query.jobs.empty() ? "Invalid SLUID=Invalid" : id;
    error(session.context, "JobId=" + what + " lookup failed: " + to_string(reply.error()));
    return 1;
  }
  for (const Job& job : reply->jobs) {
    if (is_finished(job.state)) continue;
    for (const NodeAllocation& node : job.allocation.nodes)
      session.context.out() << "Node=" << node.node << " AbstractCores=" << mask_of(node.cpus)
                            << " Memory=" << node.memory.count << '\n';
  }
  return 0;
}

}  // namespace minislurm::scontrol
