// What a step's processes share: keys and values, what is known of the step, and the barrier at which they meet. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace minislurm::pmi {

// Bytes, as announced to clients; for a value the longest that fits into a line of MPICH's reader.
inline constexpr std::size_t kLongestName = 256, kLongestKey = 64, kLongestValue = 1024;

struct World {
  std::string name;                          // of the space: the step's, "12.0"
  std::vector<std::uint32_t> node_of_rank;   // so many ranks there are
};

// Bytes for one rank's connection.
struct Answer {
  std::uint32_t rank = 0;
  std::string bytes;
};

class KeyValues {
 public:
  // False: too long, or memory is used up. A key that is there gets the new value.
  bool put(std::string_view key, std::string_view value);
  const std::string* get(std::string_view key) const;
  bool erase(std::string_view key);
  // By the order in which the keys came. nullptr: there are no more.
  const std::pair<const std::string, std::string>* at(std::size_t index) const;

 private:
  std::unordered_map<std::string, std::string> values_;
  std::vector<std::string> order_;
  std::size_t bytes_ = 0;
};

class Space {
 public:
  explicit Space(World world);

  const World& world() const { return world_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(world_.node_of_rank.size()); }
  KeyValues& values() { return values_; }
  KeyValues& names() { return names_; }      // services that were published

  // Of the step, not put by anybody: PMI_process_mapping, universeSize ...
  std::optional<std::string> job_attribute(std::string_view key) const;

  // The rank waits for all others, with its answer for then. When it is the last: everybody's answers.
  std::vector<Answer> arrive(std::uint32_t rank, std::string answer);

  // What processes of one node tell each other.
  const std::string* node_attribute(std::uint32_t rank, std::string_view key) const;
  bool put_node_attribute(std::uint32_t rank, std::string_view key, std::string_view value);

 private:
  World world_;
  std::string mapping_;
  KeyValues values_, names_;
  std::map<std::uint32_t, KeyValues> of_nodes_;
  std::map<std::uint32_t, std::string> arrived_;
};

}  // namespace minislurm::pmi
