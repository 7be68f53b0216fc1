// The setters that most rows share, made from the member of the command's options that they fill:
// set_flag<&Options::all>, set_list<&Options::users>.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcommon/options/option.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::options {

template <class Member>
struct MemberPointer;
template <class Target, class Value>
struct MemberPointer<Value Target::*> {
  using Owner = Target;
};
template <auto Member>
using Owner = typename MemberPointer<decltype(Member)>::Owner;

template <auto Member>
Status set_flag(Owner<Member>& to, std::string_view) {
  to.*Member = true;
  return {};
}

template <auto Member>
Status clear_flag(Owner<Member>& to, std::string_view) {
  to.*Member = false;
  return {};
}

// -vvv
template <auto Member>
Status count_up(Owner<Member>& to, std::string_view) {
  ++(to.*Member);
  return {};
}

// A string, or an optional one.
template <auto Member>
Status set_text(Owner<Member>& to, std::string_view value) {
  to.*Member = std::string(value);
  return {};
}

// Of two texts that exclude each other the one given last counts.
template <auto Member, auto Other>
Status set_text_instead(Owner<Member>& to, std::string_view value) {
  (to.*Other).reset();
  return set_text<Member>(to, value);
}

// "a,b": each time more of them.
template <auto Member>
Status add_to_list(Owner<Member>& to, std::string_view value) {
  for (const std::string_view piece : text::split_list(value)) (to.*Member).emplace_back(piece);
  return {};
}

// "a,b": the last time counts.
template <auto Member>
Status set_list(Owner<Member>& to, std::string_view value) {
  (to.*Member).clear();
  return add_to_list<Member>(to, value);
}

// "n[1-3]" to names.
template <auto Member>
Status set_nodes(Owner<Member>& to, std::string_view value) {
  Result<std::vector<std::string>> names = text::expand_hostlist(value);
  if (!names) return Error{kFatalValue, "Invalid node name " + std::string(value)};
  to.*Member = std::move(*names);
  return {};
}

// Accepted, without effect.
template <class Target>
Status ignore(Target&, std::string_view) {
  return {};
}

}  // namespace minislurm::options
