#include "slurmctld/requests/update.h"

#include <algorithm>
#include <iterator>

#include "libcommon/text/words.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/requests/selector.h"

namespace minislurm::requests {
namespace {

struct Row {
  wire::Entity entity;
  bool administrators_only;
  Outcome (*handle)(Context, const wire::UpdateRequest&);
};

constexpr Row kRows[] = {
    {wire::Entity::Job, false, &update_job},
    {wire::Entity::Step, false, &update_step},
    {wire::Entity::Node, true, &update_node},
    {wire::Entity::Partition, true, &update_partition},
    {wire::Entity::Reservation, false, &update_reservation},
    {wire::Entity::Config, true, &update_config},
};

}  // namespace

Outcome update(Context context, wire::UpdateRequest request) {
  const auto* row =
      std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& one) { return one.entity == request.entity; });
  if (row == std::end(kRows) || request.keys.empty()) return bad(Error{Code::CommunicationsReceive});
  if (row->administrators_only && !context.caller.is_administrator()) return bad(Error{Code::AccessDenied});
  return row->handle(context, request);
}

const std::string* value_of(const wire::UpdateRequest& request, std::string_view key) {
  const auto found = std::find_if(request.keys.begin(), request.keys.end(),
                                  [key](const auto& pair) { return text::iequals(pair.first, key); });
  return found == request.keys.end() ? nullptr : &found->second;
}

Error unsupported(const std::pair<std::string, std::string>& key) {
  return Error{Code::UnsupportedUpdate, key.first + "=" + key.second};
}

Error named(const Error& error, std::string_view key) {
  if (error.code == Code::InvalidValue && error.detail.empty()) return Error{error.code, std::string{key}};
  return error;
}

Outcome done(std::string text) {
  wire::UpdateReply reply;
  reply.text = std::move(text);
  return good(reply);
}

// A step has one thing that can be changed: its time limit.
Outcome update_step(Context context, const wire::UpdateRequest& request) {
  const std::string* id = value_of(request, "StepId");
  const std::string* limit = value_of(request, "TimeLimit");
  for (const auto& key : request.keys)
    if (!text::iequals(key.first, "StepId") && !text::iequals(key.first, "TimeLimit")) return bad(unsupported(key));
  if (!id || !limit) return bad(Error{Code::InvalidJobId});
  Minutes minutes{0};
  const char sign = limit->empty() ? '=' : limit->front();  // "+5": five more than now
  const bool relative = sign == '+' || (sign == '-' && *limit != "-1");
  if (const Status read = read_minutes(relative ? limit->substr(1) : *limit, minutes); !read)
    return bad(named(read.error(), "TimeLimit"));
  const auto selector = parse_selector(*id);
  if (!selector) return bad(selector.error());
  bool found = false;
  for (const Target& target : select(context.state(), *selector).targets) {
    const Job& job = *context.state().jobs.find(target.job);
    if (!context.may_change(job)) return bad(Error{Code::AccessDenied});
    for (const StepId step : context.state().steps_of(job.id)) {
      if (selector->step && *selector->step != step.step) continue;
      core::LiveStep& live = context.state().steps.at(step);
      const Minutes now = live.step.time_limit.value_or(kUnlimited);
      if (relative && (now == kUnlimited || (sign == '-' && minutes >= now)))
        return bad(Error{Code::InvalidTimeLimit});
      const Minutes wanted = !relative ? minutes : sign == '+' ? now + minutes : now - minutes;
      live.step.time_limit = wanted;
      if (wanted != kUnlimited)
        context.state().timers.arm(std::max(live.step.started + wanted, context.now()), core::TimerKind::StepLimit,
                                   step);
      context.turn.emit(core::SaveStep{live.step});
      found = true;
    }
  }
  return found ? done() : bad(Error{Code::InvalidJobId});
}

}  // namespace minislurm::requests
