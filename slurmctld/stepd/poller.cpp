#include "slurmctld/stepd/poller.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <utility>

namespace minislurm::stepd {

namespace {

std::uint64_t tag_of(int fd, std::uint32_t generation) {
  return (std::uint64_t{generation} << 32) | static_cast<std::uint32_t>(fd);
}

}  // namespace

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

void Poller::watch(int fd, std::uint32_t events, Handler handler) {
  const auto entry = std::make_shared<Entry>(Entry{++generation_, std::move(handler)});
  entries_[fd] = entry;
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag_of(fd, entry->generation);
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
}

void Poller::change(int fd, std::uint32_t events) {
  const auto at = entries_.find(fd);
  if (at == entries_.end()) return;
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag_of(fd, at->second->generation);
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event);
}

void Poller::forget(int fd) {
  if (entries_.erase(fd) > 0) ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void Poller::turn() {
  epoll_event events[64];
  const int ready = ::epoll_wait(epoll_.get(), events, 64, -1);
  for (int i = 0; i < ready; ++i) {
    const auto at = entries_.find(static_cast<int>(events[i].data.u64 & 0xffffffff));
    if (at == entries_.end() || at->second->generation != events[i].data.u64 >> 32) continue;
    const std::shared_ptr<Entry> entry = at->second;  // alive even when it forgets itself
    entry->handler(events[i].events);
  }
}

Timer::Timer(Poller& poller, std::function<void()> handler)
    : poller_(poller), fd_(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)) {
  poller_.watch(fd_.get(), EPOLLIN, [this, handler = std::move(handler)](std::uint32_t) {
    std::uint64_t rounds = 0;
    if (::read(fd_.get(), &rounds, sizeof rounds) == sizeof rounds) handler();
  });
}

Timer::~Timer() { poller_.forget(fd_.get()); }

void Timer::arm(std::uint64_t milliseconds, bool every) {
  milliseconds = std::max<std::uint64_t>(milliseconds, 1);
  const timespec after{static_cast<time_t>(milliseconds / 1000), static_cast<long>(milliseconds % 1000) * 1'000'000};
  itimerspec when{};
  when.it_value = after;
  if (every) when.it_interval = after;
  ::timerfd_settime(fd_.get(), 0, &when, nullptr);
}

void Timer::disarm() {
  const itimerspec never{};
  ::timerfd_settime(fd_.get(), 0, &never, nullptr);
}

}  // namespace minislurm::stepd
