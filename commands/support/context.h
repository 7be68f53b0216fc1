// What a command sees of the world, so that tests call its run() in process: streams, environment, clock, terminal,
// and the link to the controller. tests/support/fake_context.h has the fake. Used by one thread.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/result.h"
#include "libcommon/base/units.h"
#include "libcommon/link/controller_link.h"

namespace minislurm {

// Who runs the command, and where.
struct Caller {
  UserId user{};
  GroupId group{};
  std::string user_name;
  std::uint32_t pid = 0, session = 0;
  std::uint32_t umask = 022;
  std::string hostname;  // short
  std::string work_dir;  // $PWD where it names the working directory, else its real path
};

class Context {
 public:
  virtual ~Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  const std::string& program() const { return program_; }  // "squeue": begins every message
  std::istream& in() { return in_; }
  std::ostream& out() { return out_; }
  std::ostream& err() { return err_; }

  // -Q is -1, no option 0, each -v one more. Messages ask it.
  int verbosity() const { return verbosity_; }
  void set_verbosity(int level) { verbosity_ = level; }

  virtual std::optional<std::string> env(const std::string& name) const = 0;
  virtual std::vector<std::string> environment() const = 0;  // "NAME=value"
  virtual ControllerLink& link() = 0;                        // connects on its first call
  virtual Instant now() const = 0;
  virtual unsigned terminal_width() const = 0;               // of stdout; 0: not a terminal
  virtual bool err_is_terminal() const = 0;
  virtual bool in_is_terminal() const { return false; }
  virtual const Caller& caller() const = 0;
  // Lets that much time pass before a command asks again (--iterate, --wait). False: it is not to, as in tests.
  virtual bool pause(Seconds) { return false; }
  // Whether there is something to read from in(), or its end, within that time. True in tests.
  virtual bool wait_for_input(Seconds) { return true; }
  // The whole file. Errors: Code::Generic with the system's text; NoSpace where it is longer than `most` bytes.
  virtual Result<std::string> read_file(const std::string& path, std::size_t most) const = 0;

 protected:
  Context(std::string program, std::istream& in, std::ostream& out, std::ostream& err)
      : program_(std::move(program)), in_(in), out_(out), err_(err) {}

 private:
  std::string program_;
  std::istream& in_;
  std::ostream& out_;
  std::ostream& err_;
  int verbosity_ = 0;
};

}  // namespace minislurm
