#include "libcommon/config/gres_conf.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_set>

#include "libcommon/config/conf_lines.h"
#include "libcommon/text/count.h"
#include "libcommon/text/cpu_list.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

struct GresLine {
  ConfLine where;
  std::string node_list, name, type, file, count, cores;
};

struct GresKey {
  std::string_view name;
  std::string GresLine::* into;  // null: accepted, without effect here
};
constexpr GresKey kKeys[] = {
    {"NodeName", &GresLine::node_list}, {"Name", &GresLine::name}, {"Type", &GresLine::type},
    {"File", &GresLine::file},          {"MultipleFiles", &GresLine::file}, {"Count", &GresLine::count},
    {"AutoDetect", nullptr},            {"Cores", &GresLine::cores}, {"CPUs", &GresLine::cores},
    {"Flags", nullptr},                 {"Ignore", nullptr},       {"Links", nullptr},
    {"UniqueId", nullptr},
};

// Devices of one line, or of one node's lines together.
struct Devices {
  std::string type;
  std::uint64_t count = 0;
  std::vector<std::string> files;
  std::vector<std::uint32_t> cores;  // near these; empty: near all
};

Result<GresLine> parse_line(const ConfLine& line) {
  GresLine out;
  out.where = line;
  for (const Pair& pair : line.pairs) {
    const auto* key = std::find_if(std::begin(kKeys), std::end(kKeys),
                                   [&pair](const GresKey& one) { return text::iequals(one.name, pair.key); });
    if (key == std::end(kKeys)) return error_at(line, "unknown key '" + pair.key + "'");
    if (key->into != nullptr) out.*key->into = pair.value;
  }
  return out;
}

Result<Devices> devices_of(const GresLine& line) {
  Devices devices{line.type, 1, {}, {}};
  if (!line.cores.empty()) {
    auto cores = text::parse_cpu_list(line.cores);
    if (!cores) return error_at(line.where, "'" + line.cores + "' is not a list of cores such as 0-3,8");
    devices.cores = std::move(*cores);
  }
  if (!line.file.empty()) {
    auto files = text::expand_hostlist(line.file);
    if (!files) return error_at(line.where, "'" + line.file + "' is not a list of files such as /dev/nvidia[0-3]");
    devices.files = std::move(*files);
    devices.count = devices.files.size();
  }
  if (!line.count.empty()) {
    const auto count = text::parse_scaled(line.count);
    if (!count || *count == 0)
      return error_at(line.where, "bad value '" + line.count + "' of Count: a number is expected");
    if (!devices.files.empty() && *count < devices.count)
      return error_at(line.where, "Count=" + line.count + " is less than the number of files");
    devices.count = *count;
  }
  return devices;
}

using NodeDevices = std::map<std::pair<std::string, std::string>, std::vector<Devices>>;  // by node and name

Status collect(const GresLine& line, const std::vector<Node>& nodes, NodeDevices& found) {
  if (line.name.empty()) return {};  // AutoDetect= alone
  const auto devices = devices_of(line);
  if (!devices) return devices.error();
  std::unordered_set<std::string> wanted;
  if (!line.node_list.empty()) {
    const auto names = text::expand_hostlist(line.node_list);
    if (!names) return error_at(line.where, "'" + line.node_list + "' is not a list of names such as n[1-8]");
    for (const std::string& name : *names) {
      const bool known = std::any_of(nodes.begin(), nodes.end(), [&name](const Node& one) { return one.name == name; });
      if (!known) return error_at(line.where, "node " + name + " is not declared by a NodeName line");
      wanted.insert(name);
    }
  }
  for (const Node& node : nodes)
    if (line.node_list.empty() || wanted.count(node.name) != 0) found[{node.name, line.name}].push_back(*devices);
  return {};
}

// One entry for each type that the lines name, as far as the configured count goes.
std::vector<NodeGres> split_by_type(const NodeGres& configured, const std::vector<Devices>& lines) {
  std::vector<NodeGres> parts;
  std::uint64_t left = configured.count;
  for (const Devices& line : lines) {
    if (!configured.type.empty() && configured.type != line.type) continue;
    const std::uint64_t count = std::min(left, line.count);
    if (count == 0) continue;
    left -= count;
    auto same = std::find_if(parts.begin(), parts.end(),
                             [&line](const NodeGres& one) { return one.type == line.type; });
    if (same == parts.end()) {
      parts.push_back({configured.name, line.type, 0, {}, configured.countable_only});
      same = parts.end() - 1;
    }
    same->count += count;
    // Without files there is nothing to number, except GPUs.
    same->countable_only = same->countable_only || (line.files.empty() && configured.name != "gpu");
    same->places.push_back({count, line.cores});
    const std::size_t files = std::min<std::size_t>(count, line.files.size());
    same->files.insert(same->files.end(), line.files.begin(), line.files.begin() + std::ptrdiff_t(files));
  }
  for (NodeGres& part : parts) {
    const auto near_all = [](const GresPlace& place) { return place.cores.empty(); };
    if (std::all_of(part.places.begin(), part.places.end(), near_all)) part.places.clear();
  }
  // slurm.conf decides how many there are; what no line speaks of has no file.
  if (left > 0 && parts.size() == 1) parts.front().count += left;
  else if (left > 0) parts.push_back({configured.name, configured.type, left, {}, configured.countable_only});
  return parts;
}

}  // namespace

Status read_gres_conf(const std::string& path, std::vector<Node>& nodes) {
  const auto lines = read_conf_lines(path);
  if (!lines) return lines.error();
  NodeDevices found;
  for (const ConfLine& raw : *lines) {
    const auto line = parse_line(raw);
    if (!line) return line.error();
    if (Status done = collect(*line, nodes, found); !done) return done;
  }
  for (Node& node : nodes) {
    std::vector<NodeGres> all;
    for (const NodeGres& gres : node.gres) {
      const auto devices = found.find({node.name, gres.name});
      if (devices == found.end()) {
        all.push_back(gres);
        continue;
      }
      for (NodeGres& part : split_by_type(gres, devices->second)) all.push_back(std::move(part));
    }
    node.gres = std::move(all);
  }
  return {};
}

}  // namespace minislurm::config
