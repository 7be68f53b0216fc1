#include "commands/sstat/fields.h"

#include <algorithm>

namespace minislurm::sstat {
namespace {

using L = const Line&;
using S = const UnitStyle&;

std::uint64_t mean(std::uint64_t sum, L l) { return sum / std::max(1U, l.step.usage.tasks); }
bool of_srun(L l) { return number(l.step.id.step) < number(StepNumber::Interactive); }
std::string zero(L, S) { return "0"; }
std::string frequency_asked(L l, S) { return of_srun(l) ? "Unknown" : "0"; }
std::string allocated(L l, S s) { return of_srun(l) ? tres_by_name(l.step.tres_allocated, s) : std::string{}; }

// Sizes of memory are kept in KiB.
template <std::uint64_t Usage::*Kib>
std::string memory(L l, S s) {
  return with_unit(static_cast<double>(l.step.usage.*Kib * 1024), 0, s);
}
template <std::uint64_t Usage::*Sum>
std::string mean_memory(L l, S s) {
  return with_unit(static_cast<double>(mean(l.step.usage.*Sum * 1024, l)), 0, s);
}
template <std::uint64_t Usage::*Bytes>
std::string disk(L l, S s) {
  return small_size(static_cast<double>(l.step.usage.*Bytes), 0, s);
}
template <std::uint64_t Usage::*Sum>
std::string mean_disk(L l, S s) {
  return small_size(static_cast<double>(mean(l.step.usage.*Sum, l)), 0, s);
}
template <std::uint64_t Usage::*Count>
std::string count(L l, S s) {
  return with_unit(static_cast<double>(l.step.usage.*Count), 0, s);
}
template <std::uint64_t Usage::*Sum>
std::string mean_count(L l, S s) {
  return with_unit(static_cast<double>(mean(l.step.usage.*Sum, l)), 0, s);
}
template <std::uint32_t Usage::*Task>
std::string task(L l, S) {
  return std::to_string(l.step.usage.*Task);
}
template <std::uint32_t Usage::*Task>
std::string node(L l, S) {
  return node_of_task(l.step, l.step.usage.*Task);
}
template <std::string (*Text)(const Step&, Which, const UnitStyle&), Which Of>
std::string counts(L l, S s) {
  return Text(l.step, Of, s);
}
template <std::string (*Text)(const Step&, Which), Which Of>
std::string places(L l, S) {
  return Text(l.step, Of);
}
// sstat takes the task of the CPU time for a time as well, in milliseconds.
template <Which Of>
std::string in_tasks(L l, S) {
  std::string tasks = usage_in_tasks(l.step, Of);
  const std::size_t end = tasks.find(',');
  const std::vector<TresUse> uses = uses_in(l.step, Of);
  return uses.empty() ? tasks : "cpu=" + whole_seconds(uses.front().task * 1000ULL) + tasks.substr(end);
}

constexpr Field kFields[] = {
    {"AllocTRES", 0, 10, "AllocTRES", allocated},
    {"AveCPU", 0, 10, "AveCPU", [](L l, S) { return whole_seconds(mean(l.step.usage.sum_cpu_usec, l)); }},
    {"AveCPUFreq", 0, 10, "AveCPUFreq", [](L l, S s) { return frequency(l.step.usage.cpu_khz, s); }},
    {"AveDiskRead", 0, 12, "AveDiskRead", mean_disk<&Usage::read_bytes>},
    {"AveDiskWrite", 0, 12, "AveDiskWrite", mean_disk<&Usage::written_bytes>},
    {"AvePages", 0, 10, "AvePages", mean_count<&Usage::sum_pages>},
    {"AveRSS", 0, 10, "AveRSS", mean_memory<&Usage::sum_rss_kib>},
    {"AveVMSize", 0, 10, "AveVMSize", mean_memory<&Usage::sum_vm_kib>},
    {"ConsumedEnergy", 0, 14, "ConsumedEnergy", zero},
    {"ConsumedEnergyRaw", 0, 17, "ConsumedEnergyRaw", zero},
    {"JobID", 0, -12, "JobID", [](L l, S) { return to_string(l.step.id); }},
    {"MaxDiskRead", 0, 12, "MaxDiskRead", disk<&Usage::max_read_bytes>},
    {"MaxDiskReadNode", 0, 15, "MaxDiskReadNode", node<&Usage::max_read_task>},
    {"MaxDiskReadTask", 0, 15, "MaxDiskReadTask", task<&Usage::max_read_task>},
    {"MaxDiskWrite", 0, 12, "MaxDiskWrite", disk<&Usage::max_written_bytes>},
    {"MaxDiskWriteNode", 0, 16, "MaxDiskWriteNode", node<&Usage::max_written_task>},
    {"MaxDiskWriteTask", 0, 16, "MaxDiskWriteTask", task<&Usage::max_written_task>},
    {"MaxPages", 0, 8, "MaxPages", count<&Usage::max_pages>},
    {"MaxPagesNode", 0, 12, "MaxPagesNode", node<&Usage::max_pages_task>},
    {"MaxPagesTask", 0, 14, "MaxPagesTask", task<&Usage::max_pages_task>},
    {"MaxRSS", 0, 10, "MaxRSS", memory<&Usage::max_rss_kib>},
    {"MaxRSSNode", 0, 10, "MaxRSSNode", node<&Usage::max_rss_task>},
    {"MaxRSSTask", 0, 10, "MaxRSSTask", task<&Usage::max_rss_task>},
    {"MaxVMSize", 0, 10, "MaxVMSize", memory<&Usage::max_vm_kib>},
    {"MaxVMSizeNode", 0, 14, "MaxVMSizeNode", node<&Usage::max_vm_task>},
    {"MaxVMSizeTask", 0, 14, "MaxVMSizeTask", task<&Usage::max_vm_task>},
    {"MinCPU", 0, 10, "MinCPU", [](L l, S) { return whole_seconds(l.step.usage.min_cpu_usec); }},
    {"MinCPUNode", 0, 10, "MinCPUNode", node<&Usage::min_cpu_task>},
    {"MinCPUTask", 0, 10, "MinCPUTask", task<&Usage::min_cpu_task>},
    {"Nodelist", 0, 20, "Nodelist", [](L l, S) { return l.nodes; }},
    {"NTasks", 0, 8, "NTasks", [](L l, S) { return std::to_string(l.step.num_tasks); }},
    {"Pids", 0, 20, "Pids", [](L l, S) { return l.pids; }},
    {"ReqCPUFreq", 0, 10, "ReqCPUFreq", frequency_asked},
    {"ReqCPUFreqMin", 0, 13, "ReqCPUFreqMin", frequency_asked},
    {"ReqCPUFreqMax", 0, 13, "ReqCPUFreqMax", frequency_asked},
    {"ReqCPUFreqGov", 0, 13, "ReqCPUFreqGov", frequency_asked},
    {"TRESUsageInAve", 0, 14, "TRESUsageInAve", counts<usage_in, Which::Average>},
    {"TRESUsageInMax", 0, 14, "TRESUsageInMax", counts<usage_in, Which::Most>},
    {"TRESUsageInMaxNode", 0, 18, "TRESUsageInMaxNode", places<usage_in_nodes, Which::Most>},
    {"TRESUsageInMaxTask", 0, 18, "TRESUsageInMaxTask", in_tasks<Which::Most>},
    {"TRESUsageInMin", 0, 14, "TRESUsageInMin", counts<usage_in, Which::Least>},
    {"TRESUsageInMinNode", 0, 18, "TRESUsageInMinNode", places<usage_in_nodes, Which::Least>},
    {"TRESUsageInMinTask", 0, 18, "TRESUsageInMinTask", in_tasks<Which::Least>},
    {"TRESUsageInTot", 0, 14, "TRESUsageInTot", counts<usage_in, Which::Total>},
    {"TRESUsageOutAve", 0, 15, "TRESUsageOutAve", counts<usage_out, Which::Average>},
    {"TRESUsageOutMax", 0, 15, "TRESUsageOutMax", counts<usage_out, Which::Most>},
    {"TRESUsageOutMaxNode", 0, 19, "TRESUsageOutMaxNode", places<usage_out_nodes, Which::Most>},
    {"TRESUsageOutMaxTask", 0, 19, "TRESUsageOutMaxTask", places<usage_out_tasks, Which::Most>},
    {"TRESUsageOutMin", 0, 15, "TRESUsageOutMin", counts<usage_out, Which::Least>},
    {"TRESUsageOutMinNode", 0, 19, "TRESUsageOutMinNode", places<usage_out_nodes, Which::Least>},
    {"TRESUsageOutMinTask", 0, 19, "TRESUsageOutMinTask", places<usage_out_tasks, Which::Least>},
    {"TRESUsageOutTot", 0, 15, "TRESUsageOutTot", counts<usage_out, Which::Total>},
};

}  // namespace

std::span<const Field> fields() { return kFields; }

}  // namespace minislurm::sstat
