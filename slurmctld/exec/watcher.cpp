#include "slurmctld/exec/watcher.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>

#include <cstring>
#include <utility>

#include "libcommon/wire/codec.h"

namespace minislurm::exec {

namespace asio = boost::asio;

Watcher::Watcher(asio::io_context& loop, Descriptor socket, Handlers handlers)
    : socket_(loop, asio::local::stream_protocol(), socket.release()), handlers_(std::move(handlers)) {}

void Watcher::start() {
  send(wire::FrameKind::Watch, {});
  read();
}

void Watcher::send(wire::FrameKind kind, const std::string& payload) {
  if (closed_) return;
  wire::FrameHeader header;
  header.length = static_cast<std::uint32_t>(payload.size());
  header.kind = kind;
  std::string frame(sizeof header, '\0');
  std::memcpy(frame.data(), &header, sizeof header);  // this machine is little-endian, as the format is
  outgoing_.push_back(frame + payload);
  if (outgoing_.size() == 1) write();
}

void Watcher::ask_usage(Told told) {
  if (closed_) return told(std::nullopt);
  asked_.push_back(std::move(told));
  send(wire::FrameKind::Stat, {});
}

void Watcher::write() {
  asio::async_write(socket_, asio::buffer(outgoing_.front()),
                    [self = shared_from_this()](boost::system::error_code problem, std::size_t) {
                      if (self->closed_ || problem) return;  // the reading side sees the end too
                      self->outgoing_.pop_front();
                      if (!self->outgoing_.empty()) self->write();
                    });
}

void Watcher::read() {
  socket_.async_read_some(asio::buffer(chunk_),
                          [self = shared_from_this()](boost::system::error_code problem, std::size_t size) {
                            if (self->closed_) return;
                            if (problem) return self->hang_up();
                            self->received_.append(self->chunk_.data(), size);
                            if (self->take_frames()) self->read();
                          });
}

// False: the connection is over.
bool Watcher::take_frames() {
  std::size_t start = 0;
  while (received_.size() - start >= sizeof(wire::FrameHeader)) {
    wire::FrameHeader header;
    std::memcpy(&header, received_.data() + start, sizeof header);
    if (header.length > wire::kMaxStepFrame) return hang_up(), false;
    if (received_.size() - start - sizeof header < header.length) break;
    const std::string_view payload(received_.data() + start + sizeof header, header.length);
    start += sizeof header + header.length;
    if (header.kind == wire::FrameKind::StatReply && !asked_.empty()) {
      Result<Usage> usage = wire::decode<Usage>(payload);
      const Told told = std::move(asked_.front());
      asked_.pop_front();
      told(usage ? std::optional<Usage>(*usage) : std::nullopt);
      if (closed_) return false;
    }
    if (header.kind != wire::FrameKind::Ended) continue;
    Result<wire::StepResult> result = wire::decode<wire::StepResult>(payload);
    if (!result) return hang_up(), false;
    const auto ended = handlers_.ended;
    close();
    ended(std::move(*result));
    return false;
  }
  received_.erase(0, start);
  return true;
}

void Watcher::hang_up() {
  const auto hung_up = handlers_.hung_up;
  close();
  hung_up();
}

void Watcher::close() {
  if (closed_) return;
  closed_ = true;
  handlers_ = {};
  boost::system::error_code ignored;
  socket_.close(ignored);
  for (const Told& told : std::exchange(asked_, {})) told(std::nullopt);
}

}  // namespace minislurm::exec
