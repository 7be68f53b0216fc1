#include "slurmctld/pmi/space.h"

#include "slurmctld/pmi/process_mapping.h"

namespace minislurm::pmi {

namespace {
// Of one collection: the processes are the user's, the memory is slurmstepd's.
constexpr std::size_t kMostBytes = 128U << 20;
}  // namespace

bool KeyValues::put(std::string_view key, std::string_view value) {
  if (key.empty() || key.size() > kLongestKey || value.size() > kLongestValue) return false;
  const auto known = values_.find(std::string(key));
  if (known != values_.end()) {
    bytes_ += value.size() - known->second.size();
    known->second = value;
    return true;
  }
  if (bytes_ + key.size() + value.size() > kMostBytes) return false;
  bytes_ += key.size() + value.size();
  values_.emplace(key, value);
  order_.emplace_back(key);
  return true;
}

const std::string* KeyValues::get(std::string_view key) const {
  const auto found = values_.find(std::string(key));
  return found == values_.end() ? nullptr : &found->second;
}

bool KeyValues::erase(std::string_view key) {
  const auto found = values_.find(std::string(key));
  if (found == values_.end()) return false;
  bytes_ -= found->first.size() + found->second.size();
  std::erase(order_, found->first);
  values_.erase(found);
  return true;
}

const std::pair<const std::string, std::string>* KeyValues::at(std::size_t index) const {
  return index < order_.size() ? &*values_.find(order_[index]) : nullptr;
}

Space::Space(World world) : world_(std::move(world)), mapping_(process_mapping(world_.node_of_rank)) {}

std::optional<std::string> Space::job_attribute(std::string_view key) const {
  // A mapping that is too long for a line is left out: libraries compare host names then.
  if (key == "PMI_process_mapping" && mapping_.size() <= kLongestValue) return mapping_;
  if (key == "universeSize") return std::to_string(size());
  if (key == "hasNameServ") return "1";
  return std::nullopt;
}

std::vector<Answer> Space::arrive(std::uint32_t rank, std::string answer) {
  std::vector<Answer> answers;
  arrived_[rank] = std::move(answer);
  if (arrived_.size() < world_.node_of_rank.size()) return answers;
  for (auto& [of, bytes] : arrived_) answers.push_back({of, std::move(bytes)});
  arrived_.clear();
  return answers;
}

const std::string* Space::node_attribute(std::uint32_t rank, std::string_view key) const {
  const auto node = of_nodes_.find(world_.node_of_rank.at(rank));
  return node == of_nodes_.end() ? nullptr : node->second.get(key);
}

bool Space::put_node_attribute(std::uint32_t rank, std::string_view key, std::string_view value) {
  return of_nodes_[world_.node_of_rank.at(rank)].put(key, value);
}

}  // namespace minislurm::pmi
