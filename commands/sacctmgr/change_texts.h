// What sacctmgr says of a change: what it adds, changes or removes, and why it does not.
#pragma once

#include <string>

#include "commands/sacctmgr/session.h"
#include "commands/sacctmgr/settings.h"
#include "libcommon/wire/accounting_messages.h"

namespace minislurm::sacctmgr {

using wire::AccountingEntity;
using wire::AccountingVerb;

struct Said {
  std::string text;
  bool nothing = false;  // nothing would change: the command ends with 1
};

Said added_text(AccountingEntity entity, const Pairs& set, const wire::ChangeAccountingReply& reply);
Said modified_text(AccountingEntity entity, const Pairs& set, const wire::ChangeAccountingReply& reply);
Said deleted_text(AccountingEntity entity, const Pairs& where, const wire::ChangeAccountingReply& reply);
// What is in the way of a removal.
std::string refusal_text(AccountingEntity entity, const wire::ChangeAccountingReply& reply);
// Prints why the controller refused, and returns the exit code.
int report_refused(Session& session, const wire::ChangeAccountingRequest& request, const Error& error);

}  // namespace minislurm::sacctmgr
