#include "libcommon/base/error.h"

#include <algorithm>
#include <iterator>

namespace minislurm {
namespace {

constexpr ErrorRow kErrors[] = {
    {Code::Success, "SLURM_SUCCESS", "No error"},
    {Code::Generic, "SLURM_ERROR", "Unspecified error"},
    {Code::NoSpace, "ENOSPC", "No space left on device"},
    {Code::CommunicationsReceive, "SLURM_COMMUNICATIONS_RECEIVE_ERROR", "Message receive failure"},
    {Code::CommunicationsConnection, "SLURM_COMMUNICATIONS_CONNECTION_ERROR", "Communication connection failure"},
    {Code::ProtocolVersion, "SLURM_PROTOCOL_VERSION_ERROR", "Incompatible versions of client and server code"},
    {Code::ControllerConnect, "SLURMCTLD_COMMUNICATIONS_CONNECTION_ERROR",
     "Unable to contact slurm controller (connect failure)"},
    {Code::InvalidPartitionName, "ESLURM_INVALID_PARTITION_NAME", "Invalid partition name specified"},
    {Code::DefaultPartitionNotSet, "ESLURM_DEFAULT_PARTITION_NOT_SET",
     "No partition specified or system default partition"},
    {Code::AccessDenied, "ESLURM_ACCESS_DENIED", "Access/permission denied"},
    {Code::PartitionGroupRequired, "ESLURM_JOB_MISSING_REQUIRED_PARTITION_GROUP",
     "User's group not permitted to use this partition"},
    {Code::RequestedNodesNotInPartition, "ESLURM_REQUESTED_NODES_NOT_IN_PARTITION",
     "Requested nodes not in this partition"},
    {Code::TooManyRequestedCpus, "ESLURM_TOO_MANY_REQUESTED_CPUS", "More processors requested than permitted"},
    {Code::InvalidNodeCount, "ESLURM_INVALID_NODE_COUNT", "Node count specification invalid"},
    {Code::SubmissionErrorOnTask, "ESLURM_ERROR_ON_DESC_TO_RECORD_COPY",
     "Unable to create job record, try again"},
    {Code::JobMissingSizeSpecification, "ESLURM_JOB_MISSING_SIZE_SPECIFICATION",
     "Job size specification needs to be provided"},
    {Code::JobScriptMissing, "ESLURM_JOB_SCRIPT_MISSING", "Job script not specified"},
    {Code::UserIdMissing, "ESLURM_USER_ID_MISSING", "Invalid user id"},
    {Code::DuplicateJobId, "ESLURM_DUPLICATE_JOB_ID", "Duplicate job id"},
    {Code::PathnameTooLong, "ESLURM_PATHNAME_TOO_LONG", "Pathname of a file, directory or other parameter too long"},
    {Code::NotTopPriority, "ESLURM_NOT_TOP_PRIORITY",
     "Immediate execution impossible, insufficient priority"},
    {Code::RequestedNodeConfigUnavailable, "ESLURM_REQUESTED_NODE_CONFIG_UNAVAILABLE",
     "Requested node configuration is not available"},
    {Code::RequestedPartConfigUnavailable, "ESLURM_REQUESTED_PART_CONFIG_UNAVAILABLE",
     "Requested partition configuration not available now"},
    {Code::NodesBusy, "ESLURM_NODES_BUSY", "Requested nodes are busy"},
    {Code::InvalidJobId, "ESLURM_INVALID_JOB_ID", "Invalid job id specified"},
    {Code::InvalidNodeName, "ESLURM_INVALID_NODE_NAME", "Invalid node name specified"},
    {Code::WritingToFile, "ESLURM_WRITING_TO_FILE", "I/O error writing script/environment to file"},
    {Code::TransitionStateNoUpdate, "ESLURM_TRANSITION_STATE_NO_UPDATE",
     "Job can not be altered now, try again later"},
    {Code::AlreadyDone, "ESLURM_ALREADY_DONE", "Job/step already completing or completed"},
    {Code::TaskDistribution, "ESLURM_TASKDIST_ARBITRARY_UNSUPPORTED",
     "Requested distribution is not supported here"},
    {Code::JobPending, "ESLURM_JOB_PENDING", "Job is pending execution"},
    {Code::BadTaskCount, "ESLURM_BAD_TASK_COUNT", "Task count specification invalid"},
    {Code::InvalidJobCredential, "ESLURM_INVALID_JOB_CREDENTIAL", "Invalid job credential"},
    {Code::InTransition, "ESLURM_IN_TRANSITION", "Requested operation is in progress"},
    {Code::InvalidFeature, "ESLURM_INVALID_FEATURE", "Invalid feature specification"},
    {Code::NodeNotAvail, "ESLURM_NODE_NOT_AVAIL", "Required node not available (down, drained or reserved)"},
    {Code::InvalidNodeState, "ESLURM_INVALID_NODE_STATE", "Invalid node state specified"},
    {Code::InvalidTimeValue, "ESLURM_INVALID_TIME_VALUE", "Invalid time specified"},
    {Code::InvalidWckey, "ESLURM_INVALID_WCKEY", "Invalid wckey specification"},
    {Code::Disabled, "ESLURM_DISABLED", "Requested operation is presently disabled"},
    {Code::Dependency, "ESLURM_DEPENDENCY", "Job dependency problem"},
    {Code::BatchOnly, "ESLURM_BATCH_ONLY", "Only batch jobs are accepted or processed"},
    {Code::LicensesUnavailable, "ESLURM_LICENSES_UNAVAILABLE", "Licenses currently unavailable"},
    {Code::JobHeld, "ESLURM_JOB_HELD", "Job is in held state, pending scheduler release"},
    {Code::InvalidTaskMemory, "ESLURM_INVALID_TASK_MEMORY", "Memory required by task is not available"},
    {Code::InvalidAccount, "ESLURM_INVALID_ACCOUNT", "Invalid account or account/partition combination specified"},
    {Code::InvalidLicenses, "ESLURM_INVALID_LICENSES", "Invalid license specification"},
    {Code::NeedRestart, "ESLURM_NEED_RESTART",
     "The node configuration changes that were made require restart of the slurmctld daemon to take effect"},
    {Code::AccountingPolicy, "ESLURM_ACCOUNTING_POLICY",
     "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)"},
    {Code::InvalidTimeLimit, "ESLURM_INVALID_TIME_LIMIT",
     "Requested time limit is invalid (missing or exceeds some limit)"},
    {Code::ReservationAccess, "ESLURM_RESERVATION_ACCESS", "Access denied to requested reservation"},
    {Code::ReservationInvalid, "ESLURM_RESERVATION_INVALID", "Requested reservation is invalid"},
    {Code::InvalidTimeValueReservation, "ESLURM_INVALID_TIME_VALUE", "Invalid time specified"},
    {Code::ReservationBusy, "ESLURM_RESERVATION_BUSY", "Requested reservation is in use"},
    {Code::ReservationNotUsable, "ESLURM_RESERVATION_NOT_USABLE", "Requested reservation not usable now"},
    {Code::ReservationOverlap, "ESLURM_RESERVATION_OVERLAP", "Requested reservation overlaps with another reservation"},
    {Code::PortsBusy, "ESLURM_PORTS_BUSY", "Required ports are in use"},
    {Code::ReservationNameDuplicate, "ESLURM_RESERVATION_NAME_DUP", "Duplicate reservation name"},
    {Code::InvalidQos, "ESLURM_INVALID_QOS", "Invalid qos specification"},
    {Code::InvalidCpuCount, "ESLURM_INVALID_CPU_COUNT", "CPU count specification invalid"},
    {Code::PartitionNotAvailable, "ESLURM_PARTITION_NOT_AVAIL",
     "Required partition not available (inactive or drain)"},
    {Code::CircularDependency, "ESLURM_CIRCULAR_DEPENDENCY", "Circular job dependency"},
    {Code::InvalidGres, "ESLURM_INVALID_GRES", "Invalid generic resource (gres) specification"},
    {Code::JobNotPending, "ESLURM_JOB_NOT_PENDING", "Job is no longer pending execution"},
    {Code::InvalidArray, "ESLURM_INVALID_ARRAY", "Invalid job array specification"},
    {Code::PartitionInUse, "ESLURM_PARTITION_IN_USE", "Partition is in use"},
    {Code::StepLimit, "ESLURM_STEP_LIMIT", "Step limit reached for this job"},
    {Code::InvalidCoreCount, "ESLURM_INVALID_CORE_CNT", "Core count for reservation node list is not consistent"},
    {Code::InvalidNice, "ESLURM_INVALID_NICE", "Invalid nice value"},
    {Code::DeadlineInvalid, "ESLURM_INVALID_TIME_VALUE", "Invalid time specified"},
    {Code::InvalidTres, "ESLURM_INVALID_TRES", "Invalid Trackable RESource (TRES) specification"},
    {Code::InvalidGresType, "ESLURM_INVALID_GRES_TYPE",
     "Invalid GRES specification (with and without type identification)"},
    {Code::TopologyNotAvailable, "ESLURM_REQUESTED_TOPO_CONFIG_UNAVAILABLE",
     "Requested topology configuration is not available"},
    {Code::NonNumericJobId, "ESLURM_JOBID_NON_NUMERIC", "JobID includes unexpected non-numeric characters"},
    {Code::RateLimited, "ESLURM_RATE_LIMITED", "Rate limit exceeded, please retry momentarily"},
    {Code::UnsupportedUpdate, "ESLURM_NOT_SUPPORTED", "Update of this parameter is not supported"},
    {Code::InvalidValue, "ESLURM_INVALID_VALUE", "Invalid value"},
    {Code::InvalidUser, "ESLURM_USER_ID_INVALID", "Invalid user id"},
    {Code::StepNotRunning, "ESLURMD_JOB_NOTRUNNING", "Job step not running"},
};

}  // namespace

std::span<const ErrorRow> error_table() { return kErrors; }

std::string_view text_of(Code code) {
  const auto* row = std::find_if(std::begin(kErrors), std::end(kErrors),
                                 [code](const ErrorRow& candidate) { return candidate.code == code; });
  return row == std::end(kErrors) ? "Unspecified error" : row->text;
}

std::string to_string(const Error& error) {
  if (error.code == Code::Generic && !error.detail.empty()) return error.detail;
  return std::string{text_of(error.code)};
}

}  // namespace minislurm
