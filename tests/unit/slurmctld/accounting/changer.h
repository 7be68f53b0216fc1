// sacctmgr's requests against an accounting in memory.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "slurmctld/accounting/built_in.h"
#include "slurmctld/accounting/change.h"
#include "slurmctld/accounting/lookup.h"

namespace minislurm::test {

using Keys = std::vector<std::pair<std::string, std::string>>;
using Verb = wire::AccountingVerb;
using Entity = wire::AccountingEntity;

class Changer : public ::testing::Test {
 protected:
  Result<accounting::Changed> ask(Verb verb, Entity entity, Keys where, Keys set = {}) {
    wire::ChangeAccountingRequest request;
    request.verb = verb;
    request.entity = entity;
    request.where = std::move(where);
    request.set = std::move(set);
    request.commit = commit;
    return accounting::apply_change(book, request, as, facts);
  }
  // The error's text, else what the reply lists, in lines.
  std::string said(Verb verb, Entity entity, Keys where, Keys set = {}) {
    const auto changed = ask(verb, entity, std::move(where), std::move(set));
    if (!changed)
      return changed.error().detail.empty() ? std::string(text_of(changed.error().code)) : changed.error().detail;
    std::string lines;
    for (const auto* list : {&changed->reply.objects, &changed->reply.associations, &changed->reply.in_the_way,
                             &changed->reply.left_out, &changed->reply.wckeys})
      for (const std::string& line : *list) lines += line + "\n";
    return lines;
  }
  void change(Verb verb, Entity entity, Keys where, Keys set = {}) {
    const auto changed = ask(verb, entity, std::move(where), std::move(set));
    ASSERT_TRUE(changed) << changed.error().detail;
  }
  const Association& of(const std::string& user, const std::string& account) {
    const Association* found = accounting::association_of(book, user, account, {});
    EXPECT_NE(found, nullptr) << user << " in " << account;
    static const Association kNone;
    return found ? *found : kNone;
  }

  Accounting book = accounting::built_in("acct");
  accounting::Actor as{"root", AdminLevel::Administrator};
  accounting::Facts facts{
      "reference", {"cpu", "mem", "energy", "node", "billing", "fs/disk", "vmem", "pages", "gres/gpu"}, {}, {}};
  bool commit = true;
};

}  // namespace minislurm::test
