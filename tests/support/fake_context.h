// A Context of strings: what the command reads is set before, what it wrote is read after.
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "commands/support/context.h"
#include "tests/support/fake_link.h"

namespace minislurm::fakes {

// Holds the streams, so that they exist before the Context that refers to them.
struct FakeStreams {
  std::istringstream input;
  std::ostringstream output, errors;
};

class FakeContext final : private FakeStreams, public Context {
 public:
  explicit FakeContext(std::string program) : Context(std::move(program), input, output, errors) {
    who.user_name = "alice";
    who.user = UserId{1000};
    who.group = GroupId{1000};
    who.pid = 4242;
    who.session = 4000;
    who.hostname = "host1";
    who.work_dir = "/home/alice";
  }

  std::optional<std::string> env(const std::string& name) const override {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  }
  std::vector<std::string> environment() const override {
    std::vector<std::string> all;
    for (const auto& variable : variables) all.push_back(variable.first + "=" + variable.second);
    return all;
  }
  ControllerLink& link() override { return controller; }
  Instant now() const override { return time; }
  unsigned terminal_width() const override { return width; }
  bool err_is_terminal() const override { return false; }
  const Caller& caller() const override { return who; }
  Result<std::string> read_file(const std::string& path, std::size_t most) const override {
    const auto found = files.find(path);
    if (found == files.end()) return Error::generic("No such file or directory");
    if (found->second.size() > most) return Error{Code::NoSpace, path};
    return found->second;
  }

  bool pause(Seconds) override { return pauses != 0 && pauses-- != 0; }

  void set_input(const std::string& text) { input.str(text); }
  std::string printed() const { return output.str(); }
  std::string complaints() const { return errors.str(); }
  // Since the last call.
  std::string errors_seen() {
    std::string text = errors.str();
    errors.str("");
    return text;
  }

  FakeLink controller;
  std::map<std::string, std::string> variables, files;
  Instant time{Seconds{1800000000}};  // 2027-01-15T08:00:00 UTC
  unsigned width = 0;
  unsigned pauses = 0;  // how often a command may ask again
  Caller who;
};

}  // namespace minislurm::fakes
