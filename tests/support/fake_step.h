// A step's end of srun's socket: a thread that says what a test tells it to, and hears what srun says.
#pragma once

#include <gtest/gtest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "libcommon/link/local_socket.h"
#include "libcommon/wire/codec.h"
#include "libcommon/wire/step_frames.h"

namespace minislurm::fakes {

class FakeStep {
 public:
  // What the script has in hand: frames out, frames in, each call waiting for as long as it takes.
  class Peer {
   public:
    explicit Peer(int socket) : socket_(socket) {}
    void send(wire::FrameKind kind, std::string_view payload, std::uint16_t stream = 0, std::uint32_t task = 0) {
      std::string bytes;
      wire::append_step_frame(bytes, kind, stream, task, payload);
      for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t put = ::send(socket_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
        if (put <= 0) return;
        done += static_cast<std::size_t>(put);
      }
    }
    void output(std::uint32_t task, std::string_view text) { send(wire::FrameKind::Output, text, 1, task); }
    void error(std::uint32_t task, std::string_view text) { send(wire::FrameKind::Output, text, 2, task); }
    void exited(std::uint32_t task, ExitCode code) {
      send(wire::FrameKind::TaskExited, wire::encode(wire::TaskExit{task, code, {}}));
    }
    void ended(const wire::StepResult& result = {}) { send(wire::FrameKind::Ended, wire::encode(result)); }

    // The payload of the next frame of that kind; others before it are dropped. Fails the test where none comes.
    std::string expect(wire::FrameKind kind) {
      while (true) {
        while (const auto frame = reader_.next())
          if (frame->header.kind == kind) return std::string(frame->payload);
        constexpr std::size_t kPiece = 64U << 10;
        const ssize_t got = ::recv(socket_, reader_.room(kPiece), kPiece, 0);
        if (got <= 0) {
          ADD_FAILURE() << "srun sent no frame of kind " << static_cast<unsigned>(kind);
          return {};
        }
        reader_.took(static_cast<std::size_t>(got));
      }
    }

   private:
    int socket_;
    wire::StepFrameReader reader_;
  };

  using Script = std::function<void(Peer&)>;

  // Serves one srun.
  explicit FakeStep(Script script) {
    std::string name = (std::filesystem::temp_directory_path() / "fake_step.XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    Result<Descriptor> listening = listen_local(path(), 0600, 1);
    EXPECT_TRUE(listening) << listening.error().detail;
    // Signals are for srun, which is the other thread.
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([socket = std::move(*listening), script = std::move(script)] { serve(socket.get(), script); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  ~FakeStep() {
    static_cast<void>(connect_local(path()));  // in case nobody came
    thread_.join();
    std::filesystem::remove_all(folder_);
  }
  FakeStep(const FakeStep&) = delete;
  FakeStep& operator=(const FakeStep&) = delete;

  std::string path() const { return folder_ + "/socket"; }

 private:
  static void serve(int listening, const Script& script) {
    ::fcntl(listening, F_SETFL, 0);
    const Descriptor client(::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC));
    if (!client) return;
    Peer peer(client.get());
    peer.expect(wire::FrameKind::Attach);
    script(peer);
  }

  std::string folder_;
  std::thread thread_;
};

}  // namespace minislurm::fakes
