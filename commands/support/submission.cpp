#include "commands/support/submission.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "commands/support/messages.h"
#include "libcommon/text/count.h"

namespace minislurm {
namespace {

constexpr std::uint32_t kMostExitCode = 255;

int code_from(const Context& context, const char* variable, int usual) {
  const std::optional<std::string> value = context.env(variable);
  const Result<std::uint32_t> wanted = text::parse_u32(value.value_or(""), kMostExitCode);
  return wanted && *wanted != 0 ? static_cast<int>(*wanted) : usual;
}

// Slurm's own variables go with every job, whatever --export says.
bool always_exported(std::string_view name) { return name.starts_with("SLURM_") || name.starts_with("SPANK_"); }

}  // namespace

JobSpec make_job_spec(const Context& context, JobKind kind, const options::JobOptions& options,
                      const std::vector<std::string>& arguments) {
  JobSpec spec = options.spec;
  spec.kind = kind;
  spec.work_dir = work_dir(context, options);
  spec.submit_line = submit_line(context, arguments);
  spec.alloc_node = context.caller().hostname;
  spec.alloc_sid = context.caller().session;
  return spec;
}

std::string submit_line(const Context& context, const std::vector<std::string>& arguments) {
  std::string line = context.program();
  for (const std::string& argument : arguments) line += " " + argument;
  return line;
}

std::string work_dir(const Context& context, const options::JobOptions& options) {
  const std::string& here = context.caller().work_dir;
  if (options.chdir.empty()) return here;
  return options.chdir.starts_with('/') ? options.chdir : here + "/" + options.chdir;
}

std::string base_name(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

void add_assignment(Variables& variables, std::string_view assignment) {
  const std::size_t equal = assignment.find('=');
  if (equal == assignment.npos || equal == 0) return;
  variables.insert_or_assign(std::string(assignment.substr(0, equal)), std::string(assignment.substr(equal + 1)));
}

Variables exported_variables(const Context& context, const text::ExportList& wanted) {
  Variables variables;
  const bool all = wanted.base == text::ExportBase::All;
  for (const std::string& assignment : context.environment()) {
    const std::string_view name = std::string_view(assignment).substr(0, assignment.find('='));
    if (all || always_exported(name)) add_assignment(variables, assignment);
  }
  for (const std::string& name : wanted.names)
    if (const std::optional<std::string> value = context.env(name); value) variables.insert_or_assign(name, *value);
  for (const auto& assignment : wanted.values) variables.insert_or_assign(assignment.first, assignment.second);
  return variables;
}

std::string environment_block(const Variables& variables) {
  std::string block;
  for (const auto& variable : variables) {
    block += variable.first + "=" + variable.second;
    block += '\0';
  }
  return block;
}

void check_exit_variables(Context& context) {
  for (const char* name : {"SLURM_EXIT_ERROR", "SLURM_EXIT_IMMEDIATE"}) {
    const std::optional<std::string> value = context.env(name);
    if (!value) continue;
    const Result<std::uint32_t> code = text::parse_u32(*value, kMostExitCode);
    if (!code || *code == 0) error(context, std::string(name) + " has zero value");
  }
}

int failure_code(const Context& context, int usual) { return code_from(context, "SLURM_EXIT_ERROR", usual); }

int immediate_failure_code(const Context& context, const Error& error, bool immediate) {
  constexpr Code kNotNow[] = {Code::NotTopPriority, Code::NodesBusy, Code::PortsBusy, Code::NodeNotAvail,
                              Code::RequestedPartConfigUnavailable};
  const int failure = failure_code(context);
  if (!immediate || std::find(std::begin(kNotNow), std::end(kNotNow), error.code) == std::end(kNotNow)) return failure;
  return code_from(context, "SLURM_EXIT_IMMEDIATE", failure);
}

void report_complaints(Context& context, options::JobOptions& options) {
  for (const std::string& line : options.complaints) error(context, line);
  options.complaints.clear();
}

int list_gres(Context& context) {
  const Result<wire::ClusterReply> reply =
      context.link().ask<wire::ClusterReply>(wire::RequestKind::QueryCluster, wire::QueryClusterRequest{wire::kNodes});
  if (!reply) {
    error(context, to_string(reply.error()));
    return failure_code(context);
  }
  std::set<std::string> names;
  for (const Node& node : reply->nodes)
    for (const NodeGres& gres : node.gres) names.insert(gres.name);
  context.out() << "Valid gres options are:\n";
  for (const std::string& name : names) context.out() << name << "[[:type]:count]\n";
  return kExitSuccess;
}

void report_refusal(Context& context, std::string_view what, const Error& error) {
  // Slurm's commands know the generic resources themselves and do not ask.
  if (error.code == Code::InvalidGres) return minislurm::error(context, text_of(error.code));
  if (error.code != Code::Generic && !error.detail.empty()) error_lines(context, error.detail);
  minislurm::error(context, std::string(what) + ": " + to_string(error));
}

}  // namespace minislurm
