#include "slurmctld/sched/shape.h"

#include <cstdint>
#include <optional>

namespace minislurm::sched {
namespace {

constexpr std::size_t kUsualSize = 512;  // bytes

class Key {
 public:
  Key() { text_.reserve(kUsualSize); }
  explicit Key(const std::string& begun) {
    text_.reserve(begun.size() + kUsualSize);
    text_ = begun;
  }
  void add(std::uint64_t value) { text_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void add(const std::string& value) {
    add(std::uint64_t{value.size()});
    text_ += value;
  }
  void add(const std::optional<std::uint32_t>& value) { add(value ? std::uint64_t{*value} + 1 : std::uint64_t{0}); }
  void add(const std::optional<Mebibytes>& value) { add(value ? value->count + 1 : std::uint64_t{0}); }
  std::string take() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string shape_key(const std::string& request_key, const Job& job, const LimitRange& limits, bool any_switches,
                      Instant not_before) {
  Key key{request_key};
  for (const Minutes limit : {limits.most, limits.least}) key.add(static_cast<std::uint64_t>(limit.count()));
  for (const Instant when : {job.spec.deadline, not_before})
    key.add(static_cast<std::uint64_t>(when.time_since_epoch().count()));
  key.add(std::uint64_t{any_switches});
  return std::move(key).take();
}

std::string request_key(const Job& job, const Partition& partition) {
  const JobSpec& spec = job.spec;
  Key key;
  key.add(partition.name);
  key.add(std::uint64_t{number(job.user)});
  for (const std::string* text : {&spec.node_count, &spec.required_nodes, &spec.excluded_nodes, &spec.gres_per_job,
                                  &spec.gres_per_node, &spec.gres_per_socket, &spec.gres_per_task, &spec.constraint, &spec.prefer,
                                  &spec.licenses, &spec.reservation, &spec.distribution}) {
    key.add(*text);
  }
  for (const std::optional<std::uint32_t>* count :
       {&spec.min_nodes, &spec.max_nodes, &spec.ntasks, &spec.cpus_per_task, &spec.ntasks_per_node,
        &spec.ntasks_per_gpu, &spec.ntasks_per_socket, &spec.ntasks_per_core, &spec.sockets_per_node,
        &spec.cores_per_socket, &spec.threads_per_core, &spec.min_cpus_per_node, &spec.cpus_per_gpu, &spec.switches,
        &spec.segment_size}) {
    key.add(*count);
  }
  for (const std::optional<Mebibytes>* size :
       {&spec.memory_per_node, &spec.memory_per_cpu, &spec.memory_per_gpu, &spec.tmp_disk}) {
    key.add(*size);
  }
  std::uint64_t flags = 0;
  for (const bool flag : {spec.contiguous, spec.overcommit, spec.spread_job, spec.use_min_nodes, spec.oversubscribe}) {
    flags = flags * 2 + (flag ? 1 : 0);
  }
  key.add(flags);
  // Segments may be asked to spread, or to stay together.
  for (const auto& [name, value] : spec.kept) {
    if (name.find("segments") != std::string::npos) key.add(name);
  }
  key.add(std::uint64_t{static_cast<std::uint32_t>(spec.exclusive)});
  return std::move(key).take();
}

}  // namespace minislurm::sched
