#include "commands/sacctmgr/fields.h"

#include "commands/sacctmgr/field_texts.h"
#include "commands/sacctmgr/session.h"
#include "libcommon/text/words.h"

namespace minislurm::sacctmgr {
namespace {

using namespace texts;

constexpr std::string (*kOther)(const Row&, const View&) = nullptr;  // Row::others has it

// In the order in which a beginning is looked for.
constexpr Field kFields[] = {
    {3, {"Account", 0, 10, "Account", account}},
    {4, {"Action", 0, 20, "Action", kOther}},
    {7, {"ActionRaw", 0, 10, "ActionRaw", kOther}},
    {4, {"Actor", 0, 10, "Actor", kOther}},
    {2, {"AdminLevel", 0, 9, "Admin", admin}},
    {2, {"Allowed", 0, 8, "Allowed", kOther}},
    {7, {"Allocated", 0, 9, "Allocated", kOther}},
    {2, {"Associations", 0, 10, "Assocs", kOther}},
    {3, {"Classification", 0, 9, "Class", kOther}},
    {2, {"Cluster", 0, 10, "Cluster", cluster}},
    {8, {"ClusterNodes", 0, 20, "Cluster Nodes", kOther}},
    {3, {"Comment", 0, 20, "Comment", comment}},
    {8, {"ControlHost", 0, 15, "ControlHost", kOther}},
    {8, {"ControlPort", 0, 12, "ControlPort", kOther}},
    {3, {"Coordinators", 0, 20, "Coord Accounts", coordinators}},
    {3, {"Count", 0, 6, "Count", kOther}},
    {6, {"CountAllowed", 0, 10, "# Allowed", kOther}},
    {6, {"CountUsed", 0, 10, "# Used", kOther}},
    {2, {"CPUCount", 0, 7, "CPU Cnt", kOther}},
    {8, {"DefaultAccount", 0, 10, "Def Acct", default_account}},
    {8, {"DefaultQOS", 0, 9, "Def QOS", default_qos}},
    {8, {"DefaultWCKey", 0, 10, "Def WCKey", default_wckey}},
    {3, {"Description", 0, 20, "Descr", description}},
    {2, {"Duration", 0, 13, "Duration", kOther}},
    {2, {"End", 0, 19, "TimeEnd", kOther}},
    {2, {"Event", 0, 7, "Event", kOther}},
    {6, {"EventRaw", 0, 8, "EventRaw", kOther}},
    {2, {"Extra", 0, 20, "Extra", kOther}},
    {2, {"Fairshare", 0, 9, "Share", shares}},
    {3, {"Features", 0, 20, "Features", kOther}},
    {3, {"Federation", 0, 10, "Federation", kOther}},
    {4, {"FedState", 0, 12, "FedState", kOther}},
    {9, {"FedStateRaw", 0, 11, "FedStateRaw", kOther}},
    {2, {"Flags", 0, 20, "Flags", flags}},
    {3, {"GraceTime", 0, 10, "GraceTime", grace_time}},
    {6, {"GrpCPUs", 0, 8, "GrpCPUs", one_tres<Limit::GrpTres, kCpu>}},
    {7, {"GrpCPUMins", 0, 11, "GrpCPUMins", one_tres<Limit::GrpTresMins, kCpu>}},
    {7, {"GrpCPURunMins", 0, 13, "GrpCPURunMins", one_tres<Limit::GrpTresRunMins, kCpu>}},
    {4, {"GrpJobs", 0, 7, "GrpJobs", limit<Limit::GrpJobs>}},
    {8, {"GrpJobsAccrue", 0, 13, "GrpJobsAccrue", limit<Limit::GrpJobsAccrue>}},
    {4, {"GrpMemory", 0, 7, "GrpMem", one_tres<Limit::GrpTres, kMemory>}},
    {4, {"GrpNodes", 0, 8, "GrpNodes", one_tres<Limit::GrpTres, kNode>}},
    {4, {"GrpSubmitJobs", 0, 9, "GrpSubmit", limit<Limit::GrpSubmitJobs>}},
    {7, {"GrpTRES", 0, 13, "GrpTRES", limit<Limit::GrpTres>}},
    {8, {"GrpTRESMins", 0, 13, "GrpTRESMins", limit<Limit::GrpTresMins>}},
    {8, {"GrpTRESRunMins", 0, 13, "GrpTRESRunMins", limit<Limit::GrpTresRunMins>}},
    {4, {"GrpWall", 0, 11, "GrpWall", limit<Limit::GrpWall>}},
    {2, {"ID", 0, 6, "ID", id}},
    {3, {"Info", 0, 20, "Info", kOther}},
    {9, {"InstanceId", 0, 20, "InstanceId", kOther}},
    {9, {"InstanceType", 0, 20, "InstanceType", kOther}},
    {8, {"LastConsumed", 0, 12, "LastConsumed", kOther}},
    {6, {"LimitFactor", 0, 11, "LimitFactor", limit_factor}},
    {1, {"Lineage", 0, -20, "Lineage", lineage}},
    {7, {"MaxCPUMinsPerJob", 0, 11, "MaxCPUMins", one_tres<Limit::MaxTresMinsPerJob, kCpu>}},
    {7, {"MaxCPURunMins", 0, 15, "MaxCPURunMinsPU", one_tres<Limit::MaxTresRunMinsPerUser, kCpu>}},
    {7, {"MaxCPUsPerJob", 0, 8, "MaxCPUs", one_tres<Limit::MaxTresPerJob, kCpu>}},
    {11, {"MaxCPUsPerUser", 0, 9, "MaxCPUsPU", one_tres<Limit::MaxTresPerUser, kCpu>}},
    {9, {"MaxCPUsPU", 0, 9, "MaxCPUsPU", one_tres<Limit::MaxTresPerUser, kCpu>}},
    {4, {"MaxJobs", 0, 7, "MaxJobs", limit<Limit::MaxJobs>}},
    {8, {"MaxJobsAccrue", 0, 13, "MaxJobsAccrue", limit<Limit::MaxJobsAccrue>}},
    {15, {"MaxJobsAccruePA", 0, 15, "MaxJobsAccruePA", limit<Limit::MaxJobsAccruePerAccount>}},
    {17, {"MaxJobsAccruePerAccount", 0, 15, "MaxJobsAccruePA", limit<Limit::MaxJobsAccruePerAccount>}},
    {15, {"MaxJobsAccruePU", 0, 15, "MaxJobsAccruePU", limit<Limit::MaxJobsAccruePerUser>}},
    {17, {"MaxJobsAccruePerUser", 0, 15, "MaxJobsAccruePU", limit<Limit::MaxJobsAccruePerUser>}},
    {9, {"MaxJobsPA", 0, 9, "MaxJobsPA", limit<Limit::MaxJobsPerAccount>}},
    {11, {"MaxJobsPerAccount", 0, 9, "MaxJobsPA", limit<Limit::MaxJobsPerAccount>}},
    {9, {"MaxJobsPU", 0, 9, "MaxJobsPU", limit<Limit::MaxJobsPerUser>}},
    {11, {"MaxJobsPerUser", 0, 9, "MaxJobsPU", limit<Limit::MaxJobsPerUser>}},
    {4, {"MaxNodesPerJob", 0, 8, "MaxNodes", one_tres<Limit::MaxTresPerJob, kNode>}},
    {12, {"MaxNodesPerUser", 0, 10, "MaxNodesPU", one_tres<Limit::MaxTresPerUser, kNode>}},
    {4, {"MaxSubmitJobs", 0, 9, "MaxSubmit", limit<Limit::MaxSubmitJobs>}},
    {10, {"MaxSubmitPU", 0, 11, "MaxSubmitPU", limit<Limit::MaxSubmitPerUser>}},
    {14, {"MaxSubmitJobsPerUser", 0, 11, "MaxSubmitPU", limit<Limit::MaxSubmitPerUser>}},
    {11, {"MaxSubmitPA", 0, 11, "MaxSubmitPA", limit<Limit::MaxSubmitPerAccount>}},
    {17, {"MaxSubmitJobsPerAccount", 0, 11, "MaxSubmitPA", limit<Limit::MaxSubmitPerAccount>}},
    {7, {"MaxTRES", 0, 13, "MaxTRES", limit<Limit::MaxTresPerJob>}},
    {9, {"MaxTRESPJ", 0, 13, "MaxTRES", limit<Limit::MaxTresPerJob>}},
    {11, {"MaxTRESPerJob", 0, 13, "MaxTRES", limit<Limit::MaxTresPerJob>}},
    {8, {"MaxTRESMinsPerJob", 0, 13, "MaxTRESMins", limit<Limit::MaxTresMinsPerJob>}},
    {9, {"MaxTRESPA", 0, 13, "MaxTRESPA", limit<Limit::MaxTresPerAccount>}},
    {11, {"MaxTRESPerAccount", 0, 13, "MaxTRESPA", limit<Limit::MaxTresPerAccount>}},
    {9, {"MaxTRESPN", 0, 14, "MaxTRESPerNode", limit<Limit::MaxTresPerNode>}},
    {11, {"MaxTRESPerNode", 0, 14, "MaxTRESPerNode", limit<Limit::MaxTresPerNode>}},
    {9, {"MaxTRESPU", 0, 13, "MaxTRESPU", limit<Limit::MaxTresPerUser>}},
    {11, {"MaxTRESPerUser", 0, 13, "MaxTRESPU", limit<Limit::MaxTresPerUser>}},
    {15, {"MaxTRESRunMinsPA", 0, 22, "MaxTRESRunMinsPA", limit<Limit::MaxTresRunMinsPerAccount>}},
    {18, {"MaxTRESRunMinsPerAccount", 0, 22, "MaxTRESRunMinsPA", limit<Limit::MaxTresRunMinsPerAccount>}},
    {8, {"MaxTRESRunMinsPU", 0, 22, "MaxTRESRunMinsPU", limit<Limit::MaxTresRunMinsPerUser>}},
    {8, {"MaxTRESRunMinsPerUser", 0, 22, "MaxTRESRunMinsPU", limit<Limit::MaxTresRunMinsPerUser>}},
    {4, {"MaxWallDurationPerJob", 0, 11, "MaxWall", limit<Limit::MaxWallPerJob>}},
    {7, {"MinCPUs", 0, 8, "MinCPUs", one_tres<Limit::MinTresPerJob, kCpu>}},
    {4, {"MinPrioThreshold", 0, 12, "MinPrioThres", limit<Limit::MinPrioThreshold>}},
    {7, {"MinTRESPerJob", 0, 13, "MinTRES", limit<Limit::MinTresPerJob>}},
    {2, {"Name", 0, 10, "Name", name}},
    {5, {"NodeCount", 0, 9, "NodeCount", kOther}},
    {5, {"NodeInx", 0, 9, "NodeInx", kOther}},
    {5, {"NodeNames", 0, -15, "NodeName", kOther}},
    {1, {"Organization", 0, 20, "Org", organization}},
    {7, {"ParentID", 0, 8, "ParentID", parent_id}},
    {7, {"ParentName", 0, 10, "ParentName", parent_name}},
    {4, {"Partition", 0, 10, "Partition", partition}},
    {7, {"Preempt", 0, 10, "Preempt", preempt}},
    {8, {"PreemptExemptTime", 0, 19, "PreemptExemptTime", preempt_exempt_time}},
    {8, {"PreemptMode", 0, 11, "PreemptMode", preempt_mode}},
    {3, {"Priority", 0, 10, "Priority", priority}},
    {1, {"Problem", 0, 40, "Problem", kOther}},
    {3, {"QOSLevel", 0, 20, "QOS", qos_list}},
    {4, {"QOSRAWLevel", 0, 10, "QOS_RAW", qos_ids}},
    {2, {"RPC", 0, 5, "RPC", kOther}},
    {1, {"Reason", 0, 30, "Reason", kOther}},
    {3, {"Server", 0, 10, "Server", kOther}},
    {10, {"ServerType", 0, 10, "ServerType", kOther}},
    {1, {"Share", 0, 9, "Share", shares}},
    {4, {"Start", 0, 19, "TimeStart", kOther}},
    {2, {"State", 0, 6, "State", kOther}},
    {6, {"StateRaw", 0, 8, "StateRaw", kOther}},
    {2, {"Submit", 0, 19, "TimeSubmit", kOther}},
    {2, {"TimeStamp", 0, 19, "Time", kOther}},
    {6, {"TimeEligible", 0, 19, "TimeEligible", kOther}},
    {6, {"TimeEnd", 0, 19, "TimeEnd", kOther}},
    {8, {"TimeStart", 0, 19, "TimeStart", kOther}},
    {6, {"TimeSubmit", 0, 19, "TimeSubmit", kOther}},
    {2, {"TRES", 0, 20, "TRES", kOther}},
    {2, {"Type", 0, 8, "Type", kOther}},
    {2, {"UnusedWall", 0, 10, "UnusedWall", kOther}},
    {6, {"UsageFactor", 0, 11, "UsageFactor", usage_factor}},
    {6, {"UsageThreshold", 0, 10, "UsageThres", usage_threshold}},
    {1, {"User", 0, 10, "User", user}},
    {2, {"WCKeys", 0, 20, "WCKeys", wckeys}},
    {2, {"Where", 0, 20, "Where", kOther}},
};

constexpr int kTreeWidth = -20;
// `list wckey` has a field of its own for the key.
constexpr Column kWckey{"WCKey", 0, 10, "WCKey", wckey_name};

const Column* find_field(std::string_view written) {
  for (const Field& field : kFields)
    if (stands_for(written, field.column.name, field.shortest)) return &field.column;
  return nullptr;
}

std::string text_of(const Column& column, const Row& row, const View& view) {
  for (const auto& [heading, text] : row.others)
    if (heading == column.header) return text;
  return column.text == nullptr ? std::string{} : column.text(row, view);
}

}  // namespace

std::vector<std::string> field_names() {
  std::vector<std::string> names;
  for (const Field& field : kFields) names.emplace_back(field.column.name);
  return names;
}

std::string_view heading_of(std::string_view written) {
  const Column* column = find_field(written);
  return column == nullptr ? std::string_view{} : column->header;
}

Result<Layout> lay_out(std::string_view format, Entity entity, bool tree, table::SacctStyle style) {
  Layout layout;
  layout.style = style;
  const std::vector<table::SacctField> fields = table::parse_sacct_format(format);
  if (fields.empty()) return Error::generic("Unknown field ''");
  for (const table::SacctField& field : fields) {
    const bool key =
        entity == Entity::WcKey && (stands_for(field.name, "WCKey", 1) || stands_for(field.name, "Name", 1));
    const Column* column = key ? &kWckey : find_field(field.name);
    if (column == nullptr) return Error::generic("Unknown field '" + text::lower(field.name) + "'");
    const bool wide = tree && field.width == 0 && column->header == "Account";
    layout.cells.emplace_back(column, wide ? kTreeWidth : field.width != 0 ? field.width : column->width);
  }
  return layout;
}

std::string render(const Layout& layout, const std::vector<Row>& rows, const View& view, bool header) {
  std::string out;
  if (header) table::append_sacct_header(out, layout);
  for (const Row& row : rows) {
    std::size_t cell = 0;
    table::append_sacct_line(out, layout, [&](const Column& column) {
      std::string text = text_of(column, row, view);
      const bool indented = view.as_tree && row.association != nullptr && layout.cells[cell].second == kTreeWidth;
      ++cell;
      return indented && column.header == "Account" ? std::string(view.tree.depth_of(*row.association), ' ') + text
                                                    : text;
    });
  }
  return out;
}

}  // namespace minislurm::sacctmgr
