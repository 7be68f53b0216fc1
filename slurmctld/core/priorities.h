// What associations use, and the priorities that follow from it. Usage moves on in periods (PriorityCalcPeriod), counted
// from the last one that was saved. Nobody waits for a period's end in vain: periods are made up for when somebody asks,
// and a timer runs only while a waiting job's priority changes with time.
#pragma once

#include <string>

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// Of the records that SaveUsage and SaveNewUsage wrote; empty or unreadable ones leave nothing used.
void restore_usage(Turn& turn, const std::string& record, const std::string& new_record);
// After a start or a new configuration: all waiting jobs get their priorities again.
void begin_priorities(Turn& turn);
// Makes up for the periods that are over.
void end_periods(Turn& turn);
void arm_period(Turn& turn);
// What a running job has used until now. To be called while it runs still, just before it ends or is put back.
void charge(Turn& turn, const Job& job);

// What priorities rest on as it is now. Who changes partitions, nodes or the accounting calls forget_rules().
const sched::PriorityRules& priority_rules(ClusterState::Inside& state);
inline void forget_rules(ClusterState::Inside& state) { state.priority_rules.reset(); }
fairshare::ShareTree share_tree(const ClusterState::Inside& state);

void give_priority(Turn& turn, Job& job);
// Of all waiting jobs, but for those given by hand.
void give_priorities_again(Turn& turn);

// With the billing that the partition's TRESBillingWeights make of it.
std::string billed(const ClusterState::Inside& state, const std::string& tres, const Partition* partition);

// What a job that holds resources has used since the last period was made up, or since its start.
fairshare::UsageRow usage_since(const ClusterState::Inside& state, const Job& job, Instant now);

}  // namespace minislurm::core
