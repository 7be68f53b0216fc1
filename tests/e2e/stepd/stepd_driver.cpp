#include "tests/e2e/stepd/stepd_driver.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "libcommon/os/files.h"
#include "libcommon/wire/codec.h"

namespace minislurm::test {

namespace {

bool read_exactly(int fd, char* to, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::read(fd, to, size);
    if (got <= 0) return false;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  EXPECT_LT(path.size(), sizeof address.sun_path);
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  return address;
}

}  // namespace

void StepClient::send_bytes(const std::string& bytes) const {
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const ssize_t put = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (put <= 0) return;  // stepd has closed: what it said can still be read
    rest.remove_prefix(static_cast<std::size_t>(put));
  }
}

void StepClient::send(wire::FrameKind kind, const std::string& payload, std::uint32_t task) const {
  const wire::FrameHeader header{static_cast<std::uint32_t>(payload.size()), kind, 0, task};
  std::string bytes(sizeof header, '\0');
  std::memcpy(bytes.data(), &header, sizeof header);
  send_bytes(bytes + payload);
}

void StepClient::hang_up() const { ::shutdown(socket_.get(), SHUT_RDWR); }

std::optional<ReceivedFrame> StepClient::read() {
  ReceivedFrame frame;
  if (!read_exactly(socket_.get(), reinterpret_cast<char*>(&frame.header), sizeof frame.header)) return std::nullopt;
  frame.payload.resize(frame.header.length);
  if (!read_exactly(socket_.get(), frame.payload.data(), frame.payload.size())) return std::nullopt;
  if (frame.header.kind == wire::FrameKind::Output) output[{frame.header.task, frame.header.stream}] += frame.payload;
  if (frame.header.kind == wire::FrameKind::Message) messages += frame.payload;
  if (frame.header.kind == wire::FrameKind::TaskExited)
    exits.push_back(wire::decode<wire::TaskExit>(frame.payload).value_or({}));
  return frame;
}

std::optional<ReceivedFrame> StepClient::read_until(wire::FrameKind kind) {
  while (auto frame = read())
    if (frame->header.kind == kind) return frame;
  return std::nullopt;
}

wire::StepResult StepClient::read_end() {
  const auto frame = read_until(wire::FrameKind::Ended);
  EXPECT_TRUE(frame.has_value()) << "stepd closed without an end";
  if (!frame) return {};
  const auto result = wire::decode<wire::StepResult>(frame->payload);
  EXPECT_TRUE(static_cast<bool>(result));
  return result.value_or({});
}

void StepClient::read_until_output(const std::string& text, std::uint32_t task) {
  while (output[{task, std::uint16_t{1}}].find(text) == std::string::npos)
    if (!read()) {
      ADD_FAILURE() << "stepd closed before the output: " << text;
      return;
    }
}

StepDriver::StepDriver() {
  char pattern[] = "/tmp/stepd-test-XXXXXX";
  spool_ = ::mkdtemp(pattern);
  folder_ = spool_ + "/12.test";
  ::chmod(spool_.c_str(), 0711);
  std::filesystem::create_directory(folder_);
}

StepDriver::~StepDriver() {
  if (pid_ != 0) {
    ::kill(pid_, SIGTERM);
    wait_gone();
  }
  std::error_code ignored;
  std::filesystem::remove_all(spool_, ignored);
}

wire::StepLaunch StepDriver::batch(const std::string& script) const {
  wire::StepLaunch launch;
  launch.id = {JobId{12}, StepNumber::Batch};
  launch.launch = 3;
  launch.work_dir = launch.spool_dir = folder_;
  launch.node_name = "node1";
  launch.environment = std::string("PATH=/usr/bin:/bin\0HOME=/tmp\0", 30);
  launch.script = script;
  wire::TaskLaunch& task = launch.tasks.emplace_back();
  task.argv = {path("slurm_script")};
  task.std_out = task.std_err = path("out");
  return launch;
}

wire::StepLaunch StepDriver::step(const std::string& script, std::uint32_t tasks) const {
  wire::StepLaunch launch = batch({});
  launch.id.step = StepNumber{0};
  launch.wait_for_attach = true;
  launch.tasks.clear();
  for (std::uint32_t rank = 0; rank < tasks; ++rank) {
    wire::TaskLaunch& task = launch.tasks.emplace_back();
    task.place.rank = task.place.local_rank = rank;
    task.argv = {"sh", "-c", script};
    task.environment = {{"SLURM_PROCID", std::to_string(rank)}};
  }
  return launch;
}

void StepDriver::start(const wire::StepLaunch& launch) {
  os::FileDescriptor lock(::open(path("lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  ASSERT_EQ(::flock(lock.get(), LOCK_EX | LOCK_NB), 0);
  os::FileDescriptor listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = address_of(path("socket"));
  ASSERT_EQ(::bind(listening.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listening.get(), 64), 0);
  ASSERT_TRUE(static_cast<bool>(os::replace_durably(folder_, "launch", wire::encode(launch), 0600)));
  os::FileDescriptor record(::open(path("launch").c_str(), O_RDONLY | O_CLOEXEC));
  pid_ = ::fork();
  ASSERT_GE(pid_, 0);
  if (pid_ != 0) return;
  const int given[] = {::fcntl(lock.get(), F_DUPFD, 10), ::fcntl(listening.get(), F_DUPFD, 10),
                       ::fcntl(record.get(), F_DUPFD, 10)};
  for (int i = 0; i < 3; ++i) ::dup2(given[i], wire::kLockDescriptor + i);
  ::execl(SLURMSTEPD, "slurmstepd", "12.test", nullptr);
  ::_exit(127);
}

StepClient StepDriver::connect() const {
  os::FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = address_of(path("socket"));
  EXPECT_EQ(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return StepClient(std::move(socket));
}

StepClient StepDriver::watcher() const {
  StepClient client = connect();
  client.send(wire::FrameKind::Watch);
  return client;
}

StepClient StepDriver::attach(wire::AttachRequest request) const {
  StepClient client = connect();
  client.send(wire::FrameKind::Attach, wire::encode(request));
  return client;
}

void StepDriver::wait_gone() {
  int status = 0;
  EXPECT_EQ(::waitpid(pid_, &status, 0), pid_);
  EXPECT_TRUE(WIFEXITED(status)) << "slurmstepd died of signal " << WTERMSIG(status);
  pid_ = 0;
}

bool StepDriver::lock_is_free() const {
  const os::FileDescriptor lock(::open(path("lock").c_str(), O_RDWR | O_CLOEXEC));
  return ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0;
}

wire::StepResult StepDriver::recorded() const {
  const auto result = wire::decode<wire::StepResult>(file("status"));
  EXPECT_TRUE(static_cast<bool>(result));
  return result.value_or({});
}

std::string StepDriver::file(const std::string& name) const {
  return os::read_file(path(name), 1U << 30).value_or({});
}

}  // namespace minislurm::test
