#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "libcommon/log/log.h"
#include "slurmctld/exec/mailer.h"
#include "slurmctld/loop/inside.h"
#include "slurmctld/loop/split.h"

namespace minislurm::loop {

namespace asio = boost::asio;

// Takes in what an event led to. What it saves goes to the store at the end of the turn, together with what the other
// events at hand save.
void Controller::Inside::record(core::Effects effects) {
  if (stopping_) return;
  SplitTurn turn = split(std::move(effects));
  for (const core::Note& note : turn.notes) log::info(note.topic, note.text);
  schedule_wanted_ = schedule_wanted_ || turn.wants_schedule;
  backfill_wanted_ = backfill_wanted_ || turn.wants_backfill;
  end_turn_soon();
  if (turn.batch.empty()) {
    // An answer that acknowledges nothing new need not wait for the disk, nor for those who do.
    perform(std::move(turn.answers));
    if (!turn.others.empty()) turns_.push(std::move(turn.others), true);
    return perform(turns_.take_ready());
  }
  if (turn.batch.submission) refused_.erase(number(*turn.batch.submission));  // a number that comes again is another job
  std::move(turn.answers.begin(), turn.answers.end(), std::back_inserter(turn.others));
  uncommitted_.push_back({turns_.push(std::move(turn.others), false), std::move(turn.batch)});
}

// Behind the events that are ready now, so that they share one pass and one transaction.
void Controller::Inside::end_turn_soon() {
  if (end_posted_) return;
  end_posted_ = true;
  asio::post(loop_, [this] { end_turn(); });
}

void Controller::Inside::run_pass(core::Effects (core::ClusterState::*pass)(Instant), PassTimes& times) {
  const auto begun = std::chrono::steady_clock::now();
  record((state_.*pass)(now()));
  const auto took = std::chrono::steady_clock::now() - begun;
  times.last = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  times.longest = std::max(times.longest, times.last);
  times.total += times.last;
}

void Controller::Inside::end_turn() {
  if (stopping_) return;
  if (std::exchange(schedule_wanted_, false)) run_pass(&core::ClusterState::schedule, main_times_);
  if (std::exchange(backfill_wanted_, false)) run_pass(&core::ClusterState::backfill, backfill_times_);
  end_posted_ = false;
  if (schedule_wanted_ || backfill_wanted_) end_turn_soon();
  for (Uncommitted& one : std::exchange(uncommitted_, {})) {
    const std::optional<JobId> submission = one.batch.submission;
    if (submission) log::info(log::kJob, "JobId=" + to_string(*submission) + " submitted");
    store_->commit(std::move(one.batch), [this, turn = one.turn, submission](const Status& status) {
      committed(turn, submission, status);
    });
  }
  set_timer();
}

void Controller::Inside::committed(std::uint64_t turn, std::optional<JobId> submission, const Status& status) {
  if (status) {
    turns_.mark_saved(turn);
  } else {
    for (core::Effect& effect : turns_.refuse(turn))
      if (auto* answer = std::get_if<core::Answer>(&effect)) refuse(answer->ticket, status.error());
    if (submission) {
      refused_.insert(number(*submission));
      record(state_.forget_submission(*submission, now()));
    }
  }
  perform(turns_.take_ready());
}

void Controller::Inside::perform(core::Effects effects) {
  for (core::Effect& effect : effects) std::visit([this](auto&& one) { act(std::move(one)); }, std::move(effect));
}

void Controller::Inside::act(core::SendMail&& mail) {
  exec::send_mail(options_.cluster.settings.mail_prog, mail.job, mail.event);
}

void Controller::Inside::set_timer() {
  const std::optional<Instant> next = state_.next_wakeup();
  if (next == timer_at_) return;
  timer_at_ = next;
  timer_.cancel();
  if (!next) return;
  timer_.expires_at(*next);
  timer_.async_wait([this](boost::system::error_code problem) {
    if (problem || stopping_) return;
    timer_at_.reset();
    record(state_.tick(now()));
  });
}

}  // namespace minislurm::loop
