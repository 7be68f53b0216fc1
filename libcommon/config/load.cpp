#include "libcommon/config/load.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "libcommon/config/cluster_parts.h"
#include "libcommon/config/gres_conf.h"
#include "libcommon/config/node_lines.h"
#include "libcommon/config/partition_lines.h"
#include "libcommon/config/preempt_keys.h"
#include "libcommon/config/settings.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

class Loader {
 public:
  explicit Loader(const std::string& path) : path_(path), folder_(folder_of(path)) {}

  Result<Cluster> load(const os::Machine& machine) {
    const auto lines = read_conf_lines(path_);
    if (!lines) return lines.error();
    for (const ConfLine& line : *lines)
      if (Status done = take(line); !done) return done.error();
    using Step = Status (Loader::*)();
    for (const Step step : {&Loader::settle_settings, &Loader::settle_nodes, &Loader::settle_gres,
                            &Loader::settle_topology_files, &Loader::settle_partitions, &Loader::settle_preemption})
      if (Status done = (this->*step)(); !done) return done.error();
    pin_nodes(cluster_.nodes, machine);
    serve_from(cluster_.nodes, machine);
    return std::move(cluster_);
  }

 private:
  struct LineKind {
    std::string_view first_key;
    Status (Loader::*take)(const ConfLine&);
  };

  Status take(const ConfLine& line) {
    static constexpr LineKind kKinds[] = {{"NodeName", &Loader::take_nodes},
                                          {"NodeSet", &Loader::take_set},
                                          {"DownNodes", &Loader::take_down},
                                          {"PartitionName", &Loader::take_partition},
                                          {"FrontendName", &Loader::take_frontend}};
    for (const LineKind& kind : kKinds)
      if (text::iequals(kind.first_key, line.pairs.front().key)) return (this->*kind.take)(line);
    return take_settings(line);
  }

  Status take_nodes(const ConfLine& line) { return nodes_.take_nodes(line); }
  Status take_set(const ConfLine& line) { return nodes_.take_set(line); }
  Status take_down(const ConfLine& line) { return nodes_.take_down(line); }
  Status take_partition(const ConfLine& line) { return partitions_.take(line); }
  Status take_frontend(const ConfLine&) { return {}; }  // of older releases; nothing stands in front of this machine

  Status take_settings(const ConfLine& line) {
    for (const Pair& pair : line.pairs) {
      if (Status done = settings_.take(line, pair); !done) return done;
      if (!text::iequals(pair.key, "Licenses")) continue;
      auto licenses = parse_licenses(pair.value);
      if (!licenses) return error_at(line, "bad value of Licenses: " + licenses.error().detail);
      cluster_.licenses = std::move(*licenses);
    }
    return {};
  }

  Status settle_settings() {
    if (settings_.given("ClusterName").empty())
      return Error::generic(path_ + ": ClusterName is missing; write ClusterName=NAME");
    cluster_.settings = settings_.settings();
    cluster_.settings.multi_user = geteuid() == 0;
    if (number(cluster_.settings.first_job) == 0 || cluster_.settings.first_job >= cluster_.settings.max_job)
      return Error::generic(path_ + ": FirstJobId must be at least 1 and below MaxJobId");
    cluster_.shown_config = settings_.shown(path_);
    return {};
  }

  Status settle_nodes() {
    auto nodes = nodes_.finish();
    if (!nodes) return nodes.error();
    if (nodes->empty()) return Error::generic(path_ + ": no node is declared; write NodeName=NAME CPUs=COUNT");
    cluster_.nodes = std::move(*nodes);
    return {};
  }

  Status settle_gres() {
    const std::string types = settings_.given("GresTypes");
    const std::vector<std::string_view> known = text::split_list(types);
    for (const Node& node : cluster_.nodes)
      for (const NodeGres& gres : node.gres)
        if (std::find(known.begin(), known.end(), gres.name) == known.end())
          return Error::generic(path_ + ": node " + node.name + " has Gres=" + gres.name +
                                ", which GresTypes does not name");
    const std::string file = folder_ + "/gres.conf";
    return std::filesystem::exists(file) ? read_gres_conf(file, cluster_.nodes) : Status{};
  }

  Status settle_topology_files() {
    const std::string yaml = folder_ + "/topology.yaml";
    std::string plugin = text::lower(settings_.given("TopologyPlugin"));
    plugin.erase(0, plugin.find('/') + 1);
    const bool wanted = plugin == "tree" || plugin == "block";
    const bool has_yaml = std::filesystem::exists(yaml);
    if (!has_yaml && !wanted) return adopt_topologies(cluster_, {});
    const std::string path = has_yaml ? yaml : folder_ + "/topology.conf";
    const auto declared = read_topologies(path);
    if (!declared) return declared.error();
    const TopologyKind kind = plugin == "tree" ? TopologyKind::Tree : TopologyKind::Block;
    if (!has_yaml && declared->front().kind != kind)
      return Error::generic(path + ": TopologyPlugin=topology/" + plugin + " needs " +
                            (kind == TopologyKind::Tree ? "SwitchName" : "BlockName") + " lines here");
    if (Status done = adopt_topologies(cluster_, *declared); !done) return done;
    rank_by_leaf(cluster_);
    return {};
  }

  Status settle_partitions() {
    return partitions_.finish(cluster_, [this](const std::string& list) { return nodes_.without_sets(list); });
  }

  Status settle_preemption() {
    const Status done = check_preemption(cluster_, settings_.given("PreemptMode"));
    if (!done) return Error::generic(path_ + ": " + done.error().detail);
    return {};
  }

  std::string path_, folder_;
  SettingsReader settings_;
  NodeReader nodes_;
  PartitionReader partitions_;
  Cluster cluster_;
};

}  // namespace

Result<Cluster> load_cluster(const std::string& slurm_conf_path, const os::Machine& machine) {
  return Loader{slurm_conf_path}.load(machine);
}

Result<Cluster> load_cluster(const std::string& slurm_conf_path) {
  return load_cluster(slurm_conf_path, os::detect_machine());
}

}  // namespace minislurm::config
