// Under whose name a job runs: its association, account, QOS and workload key, from what was asked for and what the
// accounting says. Source: slurm.conf(5), AccountingStorageEnforce; sbatch(1), --account and --qos.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/model/accounting.h"

namespace minislurm::accounting {

struct Wish {
  std::string user{}, account{}, qos{}, wckey{}, partition{};  // as asked for; the partition the first of the list
  bool has_reservation = false;
};

struct Rules {
  std::uint32_t enforce = 0;  // AccountingEnforce bits
  bool track_wckey = false;
};

struct Assignment {
  std::uint32_t association = 0, qos_id = 0;  // 0: none
  std::string account, qos, wckey;  // a list of QOS as it was written; qos_id is the first in order of priority
};

// Errors: Code::InvalidAccount, InvalidQos, InvalidWckey.
Result<Assignment> assign(const Accounting& accounting, const Wish& wish, const Rules& rules);

// The QOS that a list names, the highest priority first; unknown ones are left out.
std::vector<const Qos*> qos_of_list(const Accounting& accounting, std::string_view list);
bool has_flag(const Qos& qos, std::string_view flag);

// Makes a user known who is not, with an association in the account and, if it is another one that exists, in `asked`.
// False: the user is known, or there is no such account.
bool enrol(Accounting& accounting, const std::string& user, const std::string& account, const std::string& asked);

}  // namespace minislurm::accounting
