// Who a caller is to others: levels from the accounting, and what PrivateData keeps from ordinary users. Pure.
// Source: slurm.conf's page on PrivateData, and sessions with real Slurm as two users. The accounting's own answers
// (sacct, sacctmgr, sreport), which Slurm rules by slurmdbd.conf, follow the same key here: there is one configuration.
#pragma once

#include <string_view>

#include "libcommon/wire/accounting_messages.h"
#include "libcommon/wire/messages.h"
#include "slurmctld/core/state.h"

namespace minislurm::requests {

enum class Private : std::uint32_t { Accounts = 1, Jobs = 2, Nodes = 4, Partitions = 8, Reservations = 16, Usage = 32, Users = 64 };

// Gives the caller the level that the accounting knows: operators, administrators.
void recognise(const core::ClusterState::Inside& state, core::Caller& caller);
// Whether the caller coordinates that account, or one above it.
bool coordinates(const core::ClusterState::Inside& state, const core::Caller& caller, std::string_view account);

// Whether the configuration keeps this from the caller. Operators see everything.
bool hides(const core::ClusterState::Inside& state, const core::Caller& caller, Private what);
// With PrivateData=jobs: their own, and those of the accounts that they coordinate.
bool sees_job(const core::ClusterState::Inside& state, const core::Caller& caller, const Job& job);
bool sees_reservation(const core::ClusterState::Inside& state, const core::Caller& caller, const Reservation& reservation);

// Leave out what the caller is not to see.
void keep_visible(const core::ClusterState::Inside& state, const core::Caller& caller, wire::HistoryReply& history);
void keep_visible(const core::ClusterState::Inside& state, const core::Caller& caller, wire::UsageReply& usage);
void keep_visible(const core::ClusterState::Inside& state, const core::Caller& caller, wire::SharesReply& shares);
void keep_visible(const core::ClusterState::Inside& state, const core::Caller& caller, wire::AccountingReply& reply);

}  // namespace minislurm::requests
