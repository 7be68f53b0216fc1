// The keys of scontrol update and create, and what scontrol itself says of values that cannot be meant, before the
// controller is asked. A row per key; messages are Slurm's, and differ from key to key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "libcommon/wire/messages.h"

namespace minislurm::scontrol {

struct Complaint {
  std::string text;  // whole lines, as they are printed
  int exit_code = 1;
};

// One "Key=Value" of the command line; "Key+=Value" has the sign '+'.
struct Assignment {
  std::string word, key, value;
  char sign = '=';
};

struct KeyRule {
  wire::Entity entity;
  std::string_view key;
  std::size_t shortest;  // as many letters say which
  std::optional<Complaint> (*check)(const KeyRule& rule, Assignment& given);  // nullptr: any text will do
};

// "TimeLimit+=5" taken apart; without a '=' the key is empty.
Assignment take_apart(const std::string& word);
// nullptr: the entity has no such key.
const KeyRule* find_key_rule(wire::Entity entity, std::string_view key);

}  // namespace minislurm::scontrol
