#include "slurmctld/pmi/server.h"

#include <charconv>
#include <utility>

namespace minislurm::pmi {

namespace {
constexpr std::size_t kLongestLine = 64U << 10;
constexpr std::size_t kCountSize = 6;  // of a frame's length: blanks and digits
}  // namespace

Server::Server(World world) : space_(std::move(world)), talks_(space_.size()) {}

Outcome Server::take(std::uint32_t rank, std::string_view bytes) {
  Outcome outcome;
  Talk& talk = talks_.at(rank);
  talk.rest.append(bytes);
  while (!outcome.hang_up && (talk.version == 2 ? take_frame(rank, talk, outcome) : take_line(rank, talk, outcome))) {
  }
  if (outcome.hang_up) talk = Talk{};
  return outcome;
}

bool Server::take_line(std::uint32_t rank, Talk& talk, Outcome& outcome) {
  const std::size_t size = talk.rest.find('\n');
  if (size == std::string::npos) {
    outcome.hang_up = talk.rest.size() > kLongestLine;
    return false;
  }
  const std::string line = talk.rest.substr(0, size);
  talk.rest.erase(0, size + 1);
  talk.spawning = talk.spawning || line.starts_with("mcmd=");
  if (talk.spawning && line != "endcmd") return true;
  const auto message = std::exchange(talk.spawning, false) ? Message{"spawn", {}} : parse_line(line);
  if (message) {
    handle_line({rank, *message, talk, outcome});
  } else {
    outcome.hang_up = true;
  }
  return true;
}

bool Server::take_frame(std::uint32_t rank, Talk& talk, Outcome& outcome) {
  if (talk.rest.size() < kCountSize) return false;
  const char* end = talk.rest.data() + kCountSize;
  const char* begin = talk.rest.data();
  while (begin != end && *begin == ' ') ++begin;
  std::size_t size = 0;
  const auto read = std::from_chars(begin, end, size);
  if (read.ec != std::errc{} || read.ptr != end) {
    outcome.hang_up = true;
    return false;
  }
  if (talk.rest.size() < kCountSize + size) return false;
  const auto message = parse_frame(std::string_view(talk.rest).substr(kCountSize, size));
  talk.rest.erase(0, kCountSize + size);
  if (message) {
    handle_frame({rank, *message, talk, outcome});
  } else {
    outcome.hang_up = true;
  }
  return true;
}

// A thread of the client's finds its own answer by the name that it gave itself.
std::string Server::format(const Request& request, Message answer) {
  if (request.talk.version == 1) return format_line(answer);
  if (const std::string_view thread = request.message.field("thrid"); !thread.empty())
    answer.fields.emplace(answer.fields.begin(), "thrid", thread);
  return format_frame(answer);
}

void Server::answer(const Request& request, Message answer) {
  request.outcome.answers.push_back({request.rank, format(request, std::move(answer))});
}

}  // namespace minislurm::pmi
