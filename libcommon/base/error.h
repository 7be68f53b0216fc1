// Every error that a command can print: Slurm's number, its name and its text, in one table keyed by code.
// Source of numbers and texts: Slurm 25.11's documented errno list.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace minislurm {

enum class Code : std::uint32_t {
  Success = 0,
  Generic = 1,  // the detail alone is the message
  CommunicationsReceive = 1001,
  CommunicationsConnection = 1002,
  ProtocolVersion = 1005,
  ControllerConnect = 1800,
  InvalidPartitionName = 2000,
  DefaultPartitionNotSet = 2001,
  AccessDenied = 2002,
  PartitionGroupRequired = 2003,
  RequestedNodesNotInPartition = 2004,
  TooManyRequestedCpus = 2005,
  InvalidNodeCount = 2006,
  SubmissionErrorOnTask = 2007,
  JobMissingSizeSpecification = 2008,
  JobScriptMissing = 2009,
  UserIdMissing = 2010,
  DuplicateJobId = 2011,
  PathnameTooLong = 2012,
  NotTopPriority = 2013,
  RequestedNodeConfigUnavailable = 2014,
  RequestedPartConfigUnavailable = 2015,
  NodesBusy = 2016,
  InvalidJobId = 2017,
  InvalidNodeName = 2018,
  WritingToFile = 2019,
  TransitionStateNoUpdate = 2020,
  AlreadyDone = 2021,
  TaskDistribution = 2023,
  JobPending = 2024,
  BadTaskCount = 2025,
  InvalidJobCredential = 2026,
  InTransition = 2028,
  InvalidFeature = 2029,
  NodeNotAvail = 2031,
  InvalidNodeState = 2032,
  InvalidTimeValue = 2033,
  InvalidWckey = 2034,
  Disabled = 2037,
  Dependency = 2038,
  BatchOnly = 2039,
  LicensesUnavailable = 2040,
  JobHeld = 2042,
  InvalidTaskMemory = 2044,
  InvalidAccount = 2045,
  InvalidParentAccount = 2046,
  SameParentAccount = 2047,
  InvalidLicenses = 2048,
  NeedRestart = 2049,
  AccountingPolicy = 2050,
  InvalidTimeLimit = 2051,
  ReservationAccess = 2052,
  ReservationInvalid = 2053,
  InvalidTimeValueReservation = 2054,
  ReservationBusy = 2055,
  ReservationNotUsable = 2056,
  ReservationOverlap = 2058,
  PortsBusy = 2059,
  ReservationNameDuplicate = 2062,
  InvalidQos = 2066,
  PerUserNodes = 2067,
  InvalidCpuCount = 2069,
  PartitionNotAvailable = 2070,
  CircularDependency = 2071,
  InvalidGres = 2072,
  JobNotPending = 2073,
  QosPreemptionLoop = 2074,
  InvalidArray = 2081,
  ReservationNameMissing = 2082,
  PartitionInUse = 2083,
  JobArrayInvalidId = 2086,
  StepLimit = 2087,
  InvalidCoreCount = 2094,
  CpusPerTaskAndGpus = 2095,
  InvalidNice = 2097,
  DeadlineInvalid = 2100,
  InvalidTres = 2115,
  InvalidGresType = 2119,
  TopologyNotAvailable = 2125,
  NonNumericJobId = 2140,
  RateLimited = 2141,
  UnsupportedUpdate = 2900,  // scontrol update KEY=: no such key (the message is scontrol's own)
  InvalidValue = 2901,       // scontrol update KEY=VALUE: the value cannot be read (likewise)
  InvalidUser = 2902,
  StepNotRunning = 5002,
  NoSpace = 28,  // ENOSPC: the controller's disk is full
};

struct ErrorRow {
  Code code;
  std::string_view name;  // Slurm's constant
  std::string_view text;  // what Slurm prints
};

// An error value. `detail` says what is specific to this one: a line that a command prints before Slurm's own text, or,
// with Code::Generic, the whole message.
struct Error {
  Code code = Code::Success;
  std::string detail;

  Error() = default;
  Error(Code which, std::string what = {}) : code(which), detail(std::move(what)) {}
  static Error generic(std::string what) { return Error{Code::Generic, std::move(what)}; }
  bool operator==(const Error&) const = default;
};

std::span<const ErrorRow> error_table();
// Slurm's text for the code; "Unspecified error" where the table has none.
std::string_view text_of(Code code);
// What is printed of an error: Slurm's text, or the detail of a generic one.
std::string to_string(const Error& error);

}  // namespace minislurm
