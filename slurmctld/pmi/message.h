// PMI's two notations of a message: a line of words (version 1) and a counted frame (version 2). Pure.
// Source: the PMI 1.1 and PMI 2.0 wire protocols as MPICH documents them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace minislurm::pmi {

struct Message {
  std::string command;
  std::vector<std::pair<std::string, std::string>> fields;  // in their order

  // Empty: there is none.
  std::string_view field(std::string_view name) const;
  Message& with(std::string name, std::string value) {
    fields.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

// Without its newline: "cmd=put kvsname=12.0 key=a value=b c". A value is the rest of its line.
// nullopt: it does not begin with cmd=.
std::optional<Message> parse_line(std::string_view line);
std::string format_line(const Message& message);

// What follows the count: "cmd=kvs-put;key=a;value=b;;c;"; two semicolons are one that belongs to the value.
std::optional<Message> parse_frame(std::string_view text);
// The count included: six characters, right-aligned. REQUIRES: under a million bytes.
std::string format_frame(const Message& message);

}  // namespace minislurm::pmi
