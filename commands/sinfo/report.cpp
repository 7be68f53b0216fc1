#include "commands/sinfo/report.h"

#include <algorithm>

#include "commands/sinfo/grouping.h"
#include "commands/sinfo/reservations.h"
#include "commands/support/exit.h"
#include "commands/support/json/sinfo_rows.h"
#include "commands/support/messages.h"
#include "libcommon/table/renderer.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::sinfo {
namespace {

using Layout = table::Layout<Group, View>;

// '#' stands for the width that the longest name needs; the first is of the partition or, with -N, of the node.
std::string default_format(const Options& options, std::size_t partition, std::size_t node) {
  const std::string p = std::to_string(partition), n = std::to_string(node);
  if (options.list_reasons)
    return options.long_list ? "%20E %12U %19H %6t %N" : "%20E %9u %19H %N";
  if (options.summarize) return "%" + p + "P %.5a %.10l %.16F %N";
  if (options.node_oriented)
    return options.long_list ? "%" + n + "N %.6D %." + p + "P %.11T %4c %.8z %.6m %.8d %.6w %.8f %20E"
                             : "%" + n + "N %.6D %." + p + "P %6t";
  if (options.long_list) return "%" + p + "P %.5a %.10l %.10s %.4r %.8h %.10g %.6D %.11T %.11i %N";
  return "%" + p + "P %.5a %.10l %.6D %.6t %N";
}

std::string default_format(const Options& options, const wire::ClusterReply& cluster) {
  std::size_t partition = 9, node = 9;  // as in Slurm, at least
  for (const Partition& one : cluster.partitions)
    partition = std::max(partition, one.name.size() + (one.is_default ? 1 : 0));
  for (const Node& one : cluster.nodes) node = std::max(node, one.name.size());
  return default_format(options, partition, node);
}

Layout all_columns() {
  Layout layout;
  for (const Column& column : columns())
    if (column.letter != 0) layout.cells.push_back({&column, 0, false, "|"});
  if (!layout.cells.empty()) layout.cells.back().suffix.clear();
  return layout;
}

Layout lay_out(const Options& options, const wire::ClusterReply& cluster, Context& context) {
  Layout layout;
  if (options.long_format) {
    layout = text::iequals(*options.long_format, "all")
                 ? all_columns()
                 : table::lay_out_long<Group, View>(*options.long_format, columns());
  } else if (options.format && text::iequals(*options.format, "%all")) {
    layout = all_columns();
  } else {
    layout = table::lay_out_short<Group, View>(options.format ? *options.format : default_format(options, cluster),
                                               columns());
  }
  for (const std::string& key : layout.unknown) {
    if (options.long_format) {
      error(context, table::unknown_field_message("job", key));
    } else {
      context.err() << table::unknown_field_message("node", key) << '\n';
    }
  }
  return layout;
}

int fail(Context& context, const Error& why) {
  context.err() << "slurm_load_partitions: " << to_string(why) << '\n';
  return kExitFailure;
}

int print_reservations(const Options& options, const wire::ClusterReply& cluster, Context& context) {
  const std::string format = context.env("SLURM_TIME_FORMAT").value_or("");
  context.out() << reservation_table(cluster.reservations, !options.no_header, format, cluster.now);
  return kExitSuccess;
}

int print_document(const Options& options, const wire::ClusterReply& cluster, const NodeFilter& filter,
                   const View& view, const table::Sorter<Group>& sorter, Context& context) {
  // A record holds nodes that are alike in all that it says of them once.
  std::vector<const Column*> telling;
  for (const Column& column : columns())
    if (std::string_view("PtcfGE").find(column.letter) != std::string_view::npos && column.letter != 0)
      telling.push_back(&column);
  std::vector<documents::SinfoRecord> records;
  std::vector<Group> groups = make_groups(cluster, options, filter, telling, view);
  std::stable_sort(groups.begin(), groups.end(), sorter);
  for (Group& group : groups) records.push_back({group.partition, std::move(group.nodes)});
  documents::DocumentOptions document = options.document.options;
  document.cluster = cluster.cluster_name;
  context.out() << documents::sinfo_document(records, document);
  return kExitSuccess;
}

}  // namespace

int report(const Options& options, Context& context) {
  const Result<NodeFilter> filter = NodeFilter::make(options);
  if (!filter) {
    error_lines(context, filter.error().detail);
    return kExitFailure;
  }
  const Result<table::Sorter<Group>> sorter =
      group_sorter(options.sort ? std::string_view{*options.sort} : options.node_oriented ? "N" : "#P,-t");
  if (!sorter) {
    error(context, sorter.error().detail);
    return kExitFailure;
  }
  const std::uint32_t parts =
      options.reservations ? static_cast<std::uint32_t>(wire::kReservations) : wire::kNodes | wire::kPartitions;
  const Result<wire::ClusterReply> cluster =
      context.link().ask<wire::ClusterReply>(wire::RequestKind::QueryCluster, wire::QueryClusterRequest{parts});
  if (!cluster) return fail(context, cluster.error());
  if (options.reservations) return print_reservations(options, *cluster, context);

  View view;
  view.now = cluster->now;
  view.version = cluster->version;
  view.time_format = context.env("SLURM_TIME_FORMAT").value_or("");
  view.exact = options.exact;
  if (options.document.asked) return print_document(options, *cluster, *filter, view, *sorter, context);

  const Layout layout = lay_out(options, *cluster, context);
  std::vector<const Column*> shown;
  for (const auto& cell : layout.cells)
    if (cell.column != nullptr) shown.push_back(cell.column);
  std::vector<Group> groups = make_groups(*cluster, options, *filter, shown, view);
  std::stable_sort(groups.begin(), groups.end(), *sorter);
  if (!options.no_header && (options.iterate != 0 || options.long_list))
    context.out() << text::format_time_point(view.now, "%a %b %d %H:%M:%S %Y") << '\n';
  context.out() << table::render(layout, groups, view, !options.no_header);
  return kExitSuccess;
}

}  // namespace minislurm::sinfo
