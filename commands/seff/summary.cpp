#include "commands/seff/summary.h"

#include <algorithm>
#include <cstdio>

#include "libcommon/model/job.h"
#include "libcommon/text/time_limit.h"

namespace minislurm::seff {
namespace {

std::string printed(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string percent(double part, double whole) { return printed("%.2f%%", whole > 0 ? 100 * part / whole : 0); }

std::string span(std::uint64_t seconds) { return text::format_duration_padded(Seconds{seconds}); }

std::string state_line(const Job& job) {
  std::string line = "State: " + std::string(name_of(job.state));
  if (is_finished(job.state)) line += " (exit code " + std::to_string(job.exit_code.status) + ")";
  return line + "\n";
}

std::string size_lines(const Figures& figures) {
  if (figures.cpus <= 1) return "Cores: 1\n";
  return "Nodes: " + std::to_string(figures.nodes) + "\nCores per node: " +
         std::to_string(figures.cpus / std::max(1U, figures.nodes)) + "\n";
}

std::string memory_lines(const Job& job, const Figures& figures) {
  const bool per_cpu = job.spec.memory_per_cpu.has_value() && !job.spec.memory_per_node;
  const std::uint32_t parts = std::max(1U, per_cpu ? figures.cpus : figures.nodes);
  const double asked = static_cast<double>(figures.asked_kib), used = static_cast<double>(figures.memory_kib);
  std::string out = "Memory Utilized: " + memory_text(used) + (figures.estimated ? " (estimated maximum)" : "") + "\n";
  out += "Memory Efficiency: " + percent(used, asked) + " of " + memory_text(asked) + " (" +
         memory_text(asked / parts) + (per_cpu ? "/core" : "/node") + ")\n";
  return out;
}

}  // namespace

Figures figures_of(const Job& job, const wire::HistoryReply& reply) {
  Figures figures;
  std::uint64_t microseconds = 0;
  for (const Step& step : reply.steps) {
    if (step.id.job != job.id) continue;
    microseconds += step.usage.user_usec + step.usage.system_usec;
    // Tasks are measured one by one: together they used no more than all at the largest one's size.
    const std::uint32_t tasks = std::max(1U, step.num_tasks);
    const std::uint64_t most = step.usage.max_rss_kib * tasks;
    if (most <= figures.memory_kib) continue;
    figures.memory_kib = most;
    figures.estimated = tasks > 1;
  }
  figures.cpu_seconds = microseconds / 1000000;
  figures.wall_seconds = static_cast<std::uint64_t>(run_time(job, reply.now).count());
  figures.nodes = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(job.allocation.nodes.size()));
  figures.cpus = std::max(1U, job.allocation.empty() ? job.num_cpus : job.allocation.cpu_count());
  figures.asked_kib = job.allocation.memory().count * 1024;
  if (figures.asked_kib == 0 && job.spec.memory_per_node)
    figures.asked_kib = job.spec.memory_per_node->count * 1024 * figures.nodes;
  if (figures.asked_kib == 0 && job.spec.memory_per_cpu)
    figures.asked_kib = job.spec.memory_per_cpu->count * 1024 * figures.cpus;
  return figures;
}

std::string memory_text(double kib) {
  constexpr const char* kUnits[] = {"MB", "GB", "TB", "PB"};
  double value = kib / 1024;
  std::size_t unit = 0;
  while (value >= 1024 && unit + 1 < std::size(kUnits)) {
    value /= 1024;
    ++unit;
  }
  return printed("%.2f ", value) + kUnits[unit];
}

std::string summary(const Job& job, const Figures& figures, const std::string& cluster) {
  std::string out = "Job ID: " + to_string(job.id) + "\n";
  if (job.array_task) out += "Array Job ID: " + to_string(job.array_job) + "_" + std::to_string(*job.array_task) + "\n";
  out += "Cluster: " + cluster + "\nUser/Group: " + job.user_name + "/" + job.group_name + "\n";
  out += state_line(job) + size_lines(figures);
  if (job.state == JobState::Pending)
    return out + "Efficiency not available for jobs in the PENDING state.\n";
  const std::uint64_t core_seconds = figures.wall_seconds * figures.cpus;
  out += "CPU Utilized: " + span(figures.cpu_seconds) + "\nCPU Efficiency: " +
         percent(static_cast<double>(figures.cpu_seconds), static_cast<double>(core_seconds)) + " of " +
         span(core_seconds) + " core-walltime\nJob Wall-clock time: " + span(figures.wall_seconds) + "\n";
  out += memory_lines(job, figures);
  if (!is_finished(job.state))
    out += "WARNING: Efficiency statistics can be misleading for " + std::string(name_of(job.state)) + " jobs.\n";
  return out;
}

}  // namespace minislurm::seff
