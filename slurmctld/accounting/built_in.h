// The accounting that every cluster begins with, so that nobody has to set one up before the first job.
#pragma once

#include <string>

#include "libcommon/model/accounting.h"

namespace minislurm::accounting {

inline constexpr std::string_view kRootAccount = "root", kRootUser = "root", kNormalQos = "normal";

// Accounts root, `default_account` and "other", the user root in all of them, QOS "normal" for everybody.
Accounting built_in(const std::string& default_account);

}  // namespace minislurm::accounting
