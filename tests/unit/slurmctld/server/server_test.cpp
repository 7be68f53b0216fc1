#include "slurmctld/server/server.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <filesystem>
#include <future>
#include <random>
#include <thread>

#include "libcommon/link/local_socket.h"
#include "libcommon/wire/codec.h"
#include "libcommon/wire/framing.h"
#include "slurmctld/server/controller_lock.h"

namespace minislurm::server {
namespace {

// Answers a request with its own payload, at once or when the test says so.
class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    std::string pattern = testing::TempDir() + "serverXXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    Handlers handlers;
    handlers.request = [this](TicketNumber ticket, const Peer& peer, const wire::Request& request) {
      last_peer_ = peer;
      if (request.kind == wire::RequestKind::AwaitJob) return waiting_.set_value(ticket);
      wire::Reply reply;
      reply.payload = request.payload;
      server_->answer(ticket, reply);
    };
    handlers.gone = [this](TicketNumber ticket) { gone_.set_value(ticket); };
    Options options;
    options.socket_path = folder_ + "/socket";
    options.max_connections = 40;
    server_ = std::make_unique<Server>(loop_, options, std::move(handlers));
    EXPECT_TRUE(server_->listen());
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~ServerTest() override {
    boost::asio::post(loop_, [this] { server_->close(); });
    guard_.reset();
    thread_.join();
    std::filesystem::remove_all(folder_);
  }

  Descriptor connect() { return std::move(*connect_local(folder_ + "/socket")); }
  static void send(const Descriptor& socket, const std::string& bytes) {
    ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  static std::string request(wire::RequestKind kind, const std::string& payload, std::uint32_t version = 1) {
    wire::Request made;
    made.version = version;
    made.kind = kind;
    made.payload = payload;
    return wire::frame(wire::encode(made));
  }
  // nullopt: the connection has ended.
  static std::optional<wire::Reply> receive(const Descriptor& socket) {
    char header[wire::kFrameHeaderSize];
    if (::recv(socket.get(), header, sizeof header, MSG_WAITALL) != sizeof header) return std::nullopt;
    std::string bytes(wire::frame_length(header), '\0');
    if (::recv(socket.get(), bytes.data(), bytes.size(), MSG_WAITALL) != static_cast<ssize_t>(bytes.size()))
      return std::nullopt;
    return wire::decode<wire::Reply>(bytes).value_or({});
  }

  std::string folder_;
  boost::asio::io_context loop_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{loop_.get_executor()};
  std::unique_ptr<Server> server_;
  Peer last_peer_;
  std::promise<TicketNumber> waiting_, gone_;
  std::thread thread_;
};

TEST_F(ServerTest, RequestsSentTogetherAreAnsweredInOrder) {
  const Descriptor socket = connect();
  std::string all;
  for (int i = 0; i < 20; ++i) all += request(wire::RequestKind::Ping, std::to_string(i));
  send(socket, all);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(receive(socket)->payload, std::to_string(i));
  EXPECT_EQ(number(last_peer_.user), ::getuid());
  EXPECT_EQ(last_peer_.pid, static_cast<std::uint32_t>(::getpid()));
}

TEST_F(ServerTest, AnAnswerMayComeLateAndTheNextRequestWaitsForIt) {
  const Descriptor socket = connect();
  send(socket, request(wire::RequestKind::AwaitJob, {}) + request(wire::RequestKind::Ping, "second"));
  const TicketNumber ticket = waiting_.get_future().get();
  boost::asio::post(loop_, [this, ticket] {
    wire::Reply reply;
    reply.payload = "first";
    server_->answer(ticket, reply);
  });
  EXPECT_EQ(receive(socket)->payload, "first");
  EXPECT_EQ(receive(socket)->payload, "second");
}

TEST_F(ServerTest, APeerThatHangsUpBeforeItsAnswerIsReported) {
  Descriptor socket = connect();
  send(socket, request(wire::RequestKind::AwaitJob, {}));
  const TicketNumber ticket = waiting_.get_future().get();
  socket.reset();
  EXPECT_EQ(gone_.get_future().get(), ticket);
}

TEST_F(ServerTest, AnOversizedFrameEndsItsConnectionWithAnErrorAndNoOther) {
  const Descriptor good = connect(), bad = connect();
  send(bad, std::string("\xff\xff\xff\xff", 4));
  EXPECT_EQ(receive(bad)->code, Code::CommunicationsReceive);
  EXPECT_FALSE(receive(bad));
  send(good, request(wire::RequestKind::Ping, "still here"));
  EXPECT_EQ(receive(good)->payload, "still here");
}

TEST_F(ServerTest, AnotherProtocolVersionIsToldSo) {
  const Descriptor socket = connect();
  send(socket, request(wire::RequestKind::Ping, {}, 2));
  EXPECT_EQ(receive(socket)->code, Code::ProtocolVersion);
  EXPECT_FALSE(receive(socket));
}

TEST_F(ServerTest, NoiseOnManyConnectionsDoesNotStopTheServer) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    const Descriptor socket = connect();
    std::string noise = request(wire::RequestKind::Ping, "x");
    for (auto flips = 1 + random() % 6; flips-- > 0;) noise[random() % noise.size()] = static_cast<char>(random());
    send(socket, noise.substr(0, random() % (noise.size() + 1)));
  }
  const Descriptor socket = connect();
  send(socket, request(wire::RequestKind::Ping, "alive"));
  EXPECT_EQ(receive(socket)->payload, "alive");
}

TEST_F(ServerTest, MoreConnectionsThanAllowedWaitForTheirTurn) {
  std::vector<Descriptor> idle;
  for (int i = 0; i < 40; ++i) idle.push_back(connect());
  for (const Descriptor& socket : idle) {
    send(socket, request(wire::RequestKind::Ping, "in"));
    EXPECT_EQ(receive(socket)->payload, "in");
  }
  const Descriptor late = connect();
  send(late, request(wire::RequestKind::Ping, "late"));
  idle.clear();
  EXPECT_EQ(receive(late)->payload, "late");
}

TEST(ControllerLock, ASecondControllerOnTheSameStateIsRefused) {
  std::string pattern = testing::TempDir() + "lockXXXXXX";
  const std::string folder = std::string(::mkdtemp(pattern.data())) + "/state";
  {
    const Result<Descriptor> first = lock_state(folder);
    EXPECT_TRUE(first);
    const auto as_another_process = [&folder] {
      const Result<Descriptor> second = lock_state(folder);
      std::cerr << (second ? "locked" : to_string(second.error()));
      std::_Exit(second ? 0 : 1);
    };
    EXPECT_EXIT(as_another_process(), testing::ExitedWithCode(1),
                "already running on .*pid " + std::to_string(::getpid()));
  }
  EXPECT_TRUE(lock_state(folder));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace minislurm::server
