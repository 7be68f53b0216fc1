#include <algorithm>

#include "commands/scontrol/query.h"
#include "commands/scontrol/record.h"
#include "commands/scontrol/show.h"
#include "commands/support/json/cluster.h"
#include "commands/support/messages.h"
#include "libcommon/text/cpu_list.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

std::string list_or_null(const std::vector<std::string>& names) { return or_null(text::join(names, ",")); }

}  // namespace

std::string reservation_record(const Reservation& reservation, bool one_line) {
  Record record{one_line};
  record.put("ReservationName", reservation.name).put("StartTime", text::format_time_point(reservation.start));
  record.put("EndTime", text::format_time_point(reservation.end));
  record.put("Duration", text::format_duration_padded(reservation.end - reservation.start));
  record.next_line().put("Nodes", or_null(reservation.node_list)).put("NodeCnt", reservation.node_count);
  record.put("CoreCnt", reservation.core_count).put("Features", or_null(reservation.features));
  record.put("PartitionName", or_null(reservation.partition)).put("Flags", text::join(reservation.flags, ","));
  for (const NodeAllocation& part : reservation.parts)
    record.next_line("     ").put("NodeName", part.node).put("CoreIDs", text::format_cpu_list(part.cpus));
  record.next_line().put("TRES", or_null(reservation.tres));
  record.next_line().put("AllowedPartitions", list_or_null(reservation.allowed_partitions));
  record.put("QOS", list_or_null(reservation.qos));
  record.next_line().put("Users", list_or_null(reservation.users)).put("Groups", list_or_null(reservation.groups));
  record.put("Accounts", list_or_null(reservation.accounts)).put("Licenses", or_null(reservation.licenses));
  record.put("State", reservation.active ? "ACTIVE" : "INACTIVE");
  record.put("BurstBuffer", or_null(reservation.burst_buffer));
  record.next_line().put("MaxStartDelay", reservation.max_start_delay.count() == 0
                                              ? "(null)"
                                              : text::format_duration_padded(reservation.max_start_delay));
  if (!reservation.comment.empty()) record.next_line().put("Comment", reservation.comment);
  return std::move(record).finish();
}

int show_reservations(Session& session, const std::string& name) {
  auto reply = query_cluster(session, wire::kReservations, "slurm_load_reservations error: ");
  if (!reply) return 1;
  const bool known = keep_named(reply->reservations, name);
  if (!known && session.prints_document()) reply->reservations.clear();
  else if (!known) {
    session.context.out() << "Reservation " << name << " not found\n";
    return 1;
  }
  if (session.prints_document()) {
    session.context.out() << documents::reservations_document(*reply, session.document());
    return 0;
  }
  if (reply->reservations.empty()) session.context.out() << "No reservations in the system\n";
  for (const Reservation& reservation : reply->reservations)
    session.context.out() << reservation_record(reservation, session.options.one_line);
  return 0;
}

int show_licenses(Session& session, const std::string& name) {
  auto reply = query_cluster(session, wire::kLicenses, "slurm_load_licenses error: ");
  if (!reply) return 1;
  if (!keep_named(reply->licenses, name)) {
    error(session.context, "query \"" + name + "\" matched zero licenses.");
    return 1;
  }
  if (session.prints_document()) {
    session.context.out() << documents::licenses_document(*reply, session.document());
    return 0;
  }
  if (reply->licenses.empty()) session.context.out() << "No licenses configured in Slurm.\n";
  std::sort(reply->licenses.begin(), reply->licenses.end(),
            [](const License& left, const License& right) { return left.name < right.name; });
  for (const License& license : reply->licenses) {
    Record record{session.options.one_line};
    record.put("LicenseName", license.name).next_line("    ");
    record.put("Total", license.total).put("Used", license.used);
    record.put("Free", license.total > license.used ? license.total - license.used : 0);
    record.put("Reserved", license.reserved).put("Remote", "no");
    std::string text = std::move(record).finish();
    if (!session.options.one_line) text.pop_back();  // no blank line between licences
    session.context.out() << text;
  }
  return 0;
}

}  // namespace minislurm::scontrol
