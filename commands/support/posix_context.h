// The Context of a real process.
//
//   int main(int argc, char** argv) {
//     PosixContext context{"squeue"};
//     return squeue::run({argv + 1, argv + argc}, context);
//   }
#pragma once

#include <memory>
#include <string>

#include "commands/support/context.h"

namespace minislurm {

class PosixContext final : public Context {
 public:
  explicit PosixContext(std::string program);
  ~PosixContext() override;

  std::optional<std::string> env(const std::string& name) const override;
  std::vector<std::string> environment() const override;
  ControllerLink& link() override;
  Instant now() const override;
  unsigned terminal_width() const override;
  bool err_is_terminal() const override;
  bool in_is_terminal() const override;
  const Caller& caller() const override;
  bool pause(Seconds span) override;
  bool wait_for_input(Seconds span) override;
  Result<std::string> read_file(const std::string& path, std::size_t most) const override;

 private:
  std::unique_ptr<ControllerLink> link_;
  mutable std::unique_ptr<Caller> caller_;  // asked of the system once
};

}  // namespace minislurm
