// sstat's question: the core says which steps are meant, their slurmstepds what they have used.
#include <memory>
#include <utility>

#include "libcommon/wire/codec.h"
#include "slurmctld/loop/inside.h"
#include "slurmctld/requests/handle.h"

namespace minislurm::loop {
namespace {

struct Asked {
  wire::StepsReply answer;
  std::size_t open = 0;  // steps that have not answered
};

}  // namespace

void Controller::Inside::query_step_usage(core::Ticket ticket, const core::Caller& caller,
                                          const wire::Request& request) {
  core::Effects others;
  const auto asked = std::make_shared<Asked>();
  for (core::Effect& effect : requests::handle(state_, ticket, caller, request, now())) {
    const auto* said = std::get_if<core::Answer>(&effect);
    const auto steps = said != nullptr && said->reply.code == Code::Success
                           ? wire::decode<wire::StepsReply>(said->reply.payload)
                           : Result<wire::StepsReply>(Code::Generic);
    if (steps && !steps->steps.empty()) {
      asked->answer = *steps;
    } else {
      others.push_back(std::move(effect));
    }
  }
  record(std::move(others));
  asked->open = asked->answer.steps.size();
  for (std::size_t i = 0; i < asked->answer.steps.size(); ++i)
    runner_.ask_usage(asked->answer.steps[i].id, [this, ticket, asked, i](const std::optional<Usage>& usage) {
      if (usage) asked->answer.steps[i].usage = *usage;
      if (--asked->open == 0 && !stopping_) reply(ticket, asked->answer);
    });
}

}  // namespace minislurm::loop
