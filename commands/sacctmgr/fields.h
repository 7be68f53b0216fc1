// The fields that format= may name, whatever the entity: one row per name, its heading and width.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commands/sacctmgr/inherited.h"
#include "libcommon/base/result.h"
#include "libcommon/table/sacct_format.h"
#include "libcommon/wire/accounting_messages.h"

namespace minislurm::sacctmgr {

enum class Entity : std::uint8_t {
  Account, Association, Cluster, Configuration, Coordinator, Event, Federation, Instance, Job, Problem, Qos,
  Reservation, Resource, RunawayJobs, Stats, Transaction, Tres, User, WcKey
};

// What a line is about; nullptr and empty: that does not come into it, and its fields stay empty.
struct Row {
  const Account* account = nullptr;
  const AccountingUser* user = nullptr;
  const Association* association = nullptr;
  const Qos* qos = nullptr;
  const WcKey* wckey = nullptr;
  // Of entities that are none of these: heading and text.
  std::vector<std::pair<std::string_view, std::string>> others;
};

struct View {
  const wire::AccountingReply& reply;
  const Tree& tree;
  bool from_above = true;     // limits of the parents too
  bool parents = true;        // names of the parents
  bool as_tree = false;
};

using Column = table::Column<Row, View>;
using Layout = table::SacctLayout<Row, View>;

struct Field {
  std::size_t shortest;  // letters of the name that are enough
  Column column;
};

std::vector<std::string> field_names();
// What stands above the field that the word may stand for; empty: there is none.
std::string_view heading_of(std::string_view written);
// "account,user%20". Errors: Code::Generic, "Unknown field 'x'". `tree`: the account's column is wide and to the left.
Result<Layout> lay_out(std::string_view format, Entity entity, bool tree, table::SacctStyle style);
std::string render(const Layout& layout, const std::vector<Row>& rows, const View& view, bool header);

// Texts that dumps share.
std::string limit_text(const Limits& limits, Limit limit);
std::string shares_text(std::uint32_t shares);
std::string admin_text(AdminLevel level);

}  // namespace minislurm::sacctmgr
