// What the requests that name several jobs share: a code for each name, made of those of the jobs it stands for.
#pragma once

#include <vector>

#include "slurmctld/requests/context.h"
#include "slurmctld/requests/het_scope.h"
#include "slurmctld/requests/selector.h"

namespace minislurm::requests {

// `act`: (const Target&, const wire::JobSelector&) -> Code.
template <class Act>
Outcome act_on_each_target(Context context, const std::vector<wire::JobSelector>& selectors, HetScope scope,
                           const Act& act) {
  wire::OutcomeList reply;
  for (const wire::JobSelector& selector : selectors) {
    if (const Code refused = refused_component(context.state(), selector, scope); refused != Code::Success) {
      reply.codes.push_back(refused);
      continue;
    }
    const Selection selection = select(context.state(), selector);
    Code code = selection.all_known ? Code::Success : Code::InvalidJobId;
    std::size_t done = 0;
    for (const Target& target : selection.targets) {
      const Code one = act(target, selector);
      if (one == Code::Success) ++done;
      else if (code == Code::Success) code = one;
    }
    // Of an array, tasks that have ended are nothing to complain about.
    if (code == Code::AlreadyDone && done > 0) code = Code::Success;
    reply.codes.push_back(code);
  }
  return good(reply);
}

}  // namespace minislurm::requests
