// The records of scontrol show assoc_mgr: a user, an association, a QOS. Each limit stands before what counts against
// it: "GrpJobs=10(2)", "N" where there is none.
#pragma once

#include <string>

#include "commands/scontrol/association_book.h"

namespace minislurm::scontrol {

std::string assoc_mgr_user(const AccountingUser& user);
std::string assoc_mgr_association(const AssociationBook& book, const wire::ShareRow& row, bool one_line);
std::string assoc_mgr_qos(const AssociationBook& book, const Qos& qos, bool one_line);

}  // namespace minislurm::scontrol
