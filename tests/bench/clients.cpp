// Submissions by many clients at once, each with a connection of its own kept open: what the controller and the disk
// take, without the price of starting a process for each. Prints durable submissions a second; SLURM_CONF says where.
//   bench_clients CLIENTS SUBMISSIONS_EACH [hold]
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "libcommon/config/client/client.h"
#include "libcommon/link/make_link.h"
#include "libcommon/wire/codec.h"
#include "libcommon/wire/messages.h"

namespace {

using namespace minislurm;

config::EnvironmentGetter environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
  };
}

wire::SubmitRequest request() {
  wire::SubmitRequest made;
  made.spec.name = "burst";
  made.spec.work_dir = "/tmp";
  made.spec.std_out = "/dev/null";
  made.spec.hold = true;  // the price of submitting, without that of running
  made.script = "#!/bin/sh\ntrue\n";
  return made;
}

// Submits `count` jobs, each acknowledged before the next; false: one was refused.
bool submit(const config::ClientConfig& where, int count) {
  const auto link = make_controller_link(where, link_options("bench_clients", environment()));
  const wire::SubmitRequest job = request();
  for (int at = 0; at < count; ++at) {
    const auto reply = link->ask<wire::SubmitReply>(wire::RequestKind::Submit, job);
    if (reply) continue;
    std::fprintf(stderr, "bench_clients: %s\n", to_string(reply.error()).c_str());
    return false;
  }
  return true;
}

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const int clients = number(argv[1]), each = number(argv[2]);
  const auto where = config::find_controller(environment());
  if (!where) {
    std::fprintf(stderr, "bench_clients: %s\n", to_string(where.error()).c_str());
    return 1;
  }
  std::atomic<bool> all = true;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (int at = 0; at < clients; ++at)
    threads.emplace_back([&] {
      if (!submit(*where, each)) all = false;
    });
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::printf("%.1f\n", clients * each / seconds.count());
  return all ? 0 : 1;
}
