#include "commands/support/json/cluster.h"

#include "commands/support/json/value.h"
#include "libcommon/text/cpu_list.h"
#include "libcommon/text/words.h"

namespace minislurm::documents {
namespace {

// Where it holds only some cores of its nodes.
Value core_specializations(const Reservation& reservation) {
  Value list = Value::array();
  for (const NodeAllocation& part : reservation.parts) {
    Value one;
    one["node"] = part.node;
    one["core"] = text::format_cpu_list(part.cpus);
    list.push_back(std::move(one));
  }
  return list;
}

Value reservation_record(const Reservation& reservation, const Numbers& numbers) {
  Value made;
  made["accounts"] = text::join(reservation.accounts, ",");
  made["burst_buffer"] = reservation.burst_buffer;
  made["core_count"] = reservation.core_count;
  made["core_specializations"] = core_specializations(reservation);
  made["end_time"] = numbers.of(reservation.end);
  made["features"] = reservation.features;
  made["flags"] = reservation.flags;
  made["groups"] = text::join(reservation.groups, ",");
  made["licenses"] = reservation.licenses;
  made["max_start_delay"] = reservation.max_start_delay.count();
  made["name"] = reservation.name;
  made["node_count"] = reservation.node_count;
  made["node_list"] = reservation.node_list;
  made["partition"] = reservation.partition;
  made["purge_completed"]["time"] = numbers.of(
      static_cast<std::uint64_t>(reservation.purge_after.count() != 0 ? reservation.purge_after.count() : 300));
  made["start_time"] = numbers.of(reservation.start);
  made["watts"] = Value::object();
  made["tres"] = reservation.tres;
  made["users"] = text::join(reservation.users, ",");
  return made;
}

Value license_record(const License& license) {
  Value made;
  made["LicenseName"] = license.name;
  made["Total"] = license.total;
  made["Used"] = license.used;
  made["Free"] = license.total - std::min(license.total, license.used);
  made["Remote"] = false;
  made["Reserved"] = license.reserved;
  made["LastConsumed"] = 0;
  made["LastDeficit"] = 0;
  made["LastUpdate"] = 0;
  made["Nodes"] = "";
  return made;
}

}  // namespace

std::string reservations_document(const wire::ClusterReply& reply, const DocumentOptions& options) {
  const Numbers numbers{options};
  Value list = Value::array();
  for (const Reservation& reservation : reply.reservations) list.push_back(reservation_record(reservation, numbers));
  Value payload;
  payload["reservations"] = std::move(list);
  payload["last_update"] = numbers.of(reply.now);
  return finish(std::move(payload), of_cluster(options, reply.cluster_name));
}

std::string licenses_document(const wire::ClusterReply& reply, const DocumentOptions& options) {
  const Numbers numbers{options};
  Value list = Value::array();
  for (const License& license : reply.licenses) list.push_back(license_record(license));
  Value payload;
  payload["licenses"] = std::move(list);
  payload["last_update"] = numbers.of(reply.now);
  return finish(std::move(payload), of_cluster(options, reply.cluster_name));
}

std::string pings_document(const wire::PingReply& reply, bool responding, const DocumentOptions& options) {
  Value ping;
  ping["hostname"] = reply.hostname;
  ping["pinged"] = responding ? "UP" : "DOWN";
  ping["responding"] = responding;
  ping["latency"] = 0;
  ping["mode"] = "primary";
  ping["primary"] = true;
  Value payload;
  payload["pings"] = Value::array({std::move(ping)});
  return finish(std::move(payload), of_cluster(options, reply.cluster_name));
}

}  // namespace minislurm::documents
