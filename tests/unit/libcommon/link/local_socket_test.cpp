#include "libcommon/link/local_socket.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>

#include "libcommon/link/autostart.h"
#include "libcommon/link/make_link.h"
#include "libcommon/wire/framing.h"

#include <thread>

namespace minislurm {
namespace {

class LocalSocketTest : public testing::Test {
 protected:
  LocalSocketTest() {
    std::string pattern = testing::TempDir() + "linkXXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~LocalSocketTest() override { std::filesystem::remove_all(folder_); }

  static Descriptor accept(const Descriptor& listener) {
    pollfd ready{listener.get(), POLLIN, 0};
    ::poll(&ready, 1, -1);
    return Descriptor{::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)};
  }
  std::string folder_;
};

TEST_F(LocalSocketTest, APathLongerThanASocketAddressWorks) {
  const std::string deep = folder_ + "/" + std::string(120, 'd');
  std::filesystem::create_directories(deep);
  const std::string path = deep + "/socket";
  const Result<Descriptor> listener = listen_local(path, 0600, 5);
  ASSERT_TRUE(listener) << to_string(listener.error());
  EXPECT_TRUE(std::filesystem::is_socket(path));
  EXPECT_TRUE(connect_local(path));
}

TEST_F(LocalSocketTest, WithoutAListenerThereIsNoConnection) {
  EXPECT_EQ(connect_local(folder_ + "/none").error().code, Code::ControllerConnect);
}

TEST_F(LocalSocketTest, AControllerOfAnotherEnvironmentIsFoundThroughTheLinkInItsState) {
  const Result<Descriptor> listener = listen_local(folder_ + "/socket", 0600, 5);
  config::ClientConfig where;
  where.socket_path = folder_ + "/none";
  EXPECT_FALSE(connect_to_controller(where));
  where.socket_link = folder_ + "/link";
  EXPECT_FALSE(connect_to_controller(where));
  std::filesystem::create_symlink(folder_ + "/socket", where.socket_link);
  EXPECT_TRUE(connect_to_controller(where));
}

TEST_F(LocalSocketTest, WithoutAControllerACommandSaysSo) {
  config::ClientConfig where;
  where.socket_path = folder_ + "/none";
  const auto link = make_controller_link(where, {});
  const auto answer = link->call(wire::RequestKind::Ping, {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(to_string(answer.error()), "Unable to contact slurm controller (connect failure)");
}

TEST_F(LocalSocketTest, ACommandOfAJobWaitsForAControllerThatIsRestarted) {
  config::ClientConfig where;
  where.socket_path = folder_ + "/socket";
  const LinkOptions options =
      link_options("srun", [](const std::string& name) -> std::optional<std::string> {
        return name == "SLURM_JOB_ID" ? std::optional<std::string>{"1"} : std::nullopt;
      });
  EXPECT_GT(options.patience.count(), 0);
  std::thread controller([&where] {
    const Result<Descriptor> listener = listen_local(where.socket_path, 0600, 5);
    const Descriptor peer = accept(*listener);
    const std::string bytes = wire::frame(wire::encode(wire::Reply{}));
    ::send(peer.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    char rest[64];
    while (::recv(peer.get(), rest, sizeof rest, 0) > 0) {
    }
  });
  const auto answer = make_controller_link(where, options)->call(wire::RequestKind::Ping, {});
  EXPECT_TRUE(answer) << (answer ? "" : to_string(answer.error()));
  controller.join();
}

TEST_F(LocalSocketTest, RequestsOnOneLinkAreAnsweredInOrder) {
  config::ClientConfig where;
  where.socket_path = folder_ + "/socket";
  const Result<Descriptor> listener = listen_local(where.socket_path, 0600, 5);
  std::thread controller([&listener] {
    const Descriptor peer = accept(*listener);
    wire::FrameBuffer frames(wire::kMaxFrame);
    char chunk[4096];
    for (ssize_t size = 0; (size = ::recv(peer.get(), chunk, sizeof chunk, 0)) > 0;) {
      frames.append({chunk, static_cast<std::size_t>(size)});
      while (frames.ready()) {
        wire::Reply reply;
        const auto request = wire::decode<wire::Request>(**frames.next());
        reply.payload = request->payload;
        if (request->kind == wire::RequestKind::Shutdown) reply.code = Code::AccessDenied;
        const std::string bytes = wire::frame(wire::encode(reply));
        ::send(peer.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      }
    }
  });
  {
    const auto link = make_controller_link(where, {});
    EXPECT_EQ(*link->call(wire::RequestKind::Ping, "one"), "one");
    EXPECT_EQ(link->call(wire::RequestKind::Shutdown, {}).error().code, Code::AccessDenied);
    EXPECT_EQ(*link->call(wire::RequestKind::Ping, std::string(1 << 20, 'x')), std::string(1 << 20, 'x'));
  }
  controller.join();
}

TEST_F(LocalSocketTest, OnlyAQuestionIsAskedAgainWhenTheControllerEndsOverIt) {
  config::ClientConfig where;
  where.socket_path = folder_ + "/socket";
  const Result<Descriptor> listener = listen_local(where.socket_path, 0600, 5);
  ASSERT_TRUE(listener);
  const auto hang_up = [&listener] {
    const Descriptor peer = accept(*listener);
    char chunk[4096];
    ::recv(peer.get(), chunk, sizeof chunk, 0);
  };
  const auto answer = [&listener] {
    const Descriptor peer = accept(*listener);
    char chunk[4096];
    ::recv(peer.get(), chunk, sizeof chunk, 0);
    const std::string bytes = wire::frame(wire::encode(wire::Reply{}));
    ::send(peer.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  };
  std::thread controller([&] {
    hang_up();  // on the question: it comes again
    answer();
    hang_up();  // on the submission: it does not
  });
  EXPECT_TRUE(make_controller_link(where, {})->call(wire::RequestKind::QueryJobs, {}));
  const auto submission = make_controller_link(where, {})->call(wire::RequestKind::Submit, {});
  EXPECT_EQ(submission.error().code, Code::CommunicationsReceive);
  controller.join();
}

TEST_F(LocalSocketTest, ALinkThatLostItsControllerFindsTheNextOne) {
  config::ClientConfig where;
  where.socket_path = folder_ + "/socket";
  Result<Descriptor> listener = listen_local(where.socket_path, 0600, 5);
  bool answer_late = false;
  const auto answer_one = [&] {
    if (answer_late) listener = listen_local(where.socket_path, 0600, 5);
    const Descriptor peer = accept(*listener);
    wire::FrameBuffer frames(wire::kMaxFrame);
    char chunk[4096];
    while (!frames.ready()) {
      const ssize_t size = ::recv(peer.get(), chunk, sizeof chunk, 0);
      if (size <= 0) return;
      frames.append({chunk, static_cast<std::size_t>(size)});
    }
    const std::string bytes = wire::frame(wire::encode(wire::Reply{}));
    ::send(peer.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  };
  const auto link = make_controller_link(where, {});
  for (int life = 0; life < 2; ++life) {
    std::thread controller(answer_one);
    EXPECT_TRUE(link->call(wire::RequestKind::Ping, {}));
    controller.join();
    ::unlink(where.socket_path.c_str());
    listener = Descriptor{};  // the next one comes a little later than the next request
    answer_late = life == 0;
  }
}

}  // namespace
}  // namespace minislurm
