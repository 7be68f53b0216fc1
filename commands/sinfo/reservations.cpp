#include "commands/sinfo/reservations.h"

#include <algorithm>

#include "libcommon/table/renderer.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"

namespace minislurm::sinfo {
namespace {

struct Line {
  std::string name, state, start, end, duration, nodes;
};

void append(std::string& out, const Line& line, std::size_t name_width) {
  table::append_cell(out, line.name, name_width, false);
  const std::pair<const std::string*, std::size_t> cells[] = {
      {&line.state, 8}, {&line.start, 19}, {&line.end, 19}, {&line.duration, 11}};
  for (const auto& cell : cells) {
    out += "  ";
    table::append_cell(out, *cell.first, std::max(cell.second, cell.first->size()), true);
  }
  out += "  " + line.nodes + '\n';
}

}  // namespace

std::string reservation_table(const std::vector<Reservation>& reservations, bool header, std::string_view time_format,
                              Instant now) {
  if (reservations.empty()) return "No reservations in the system\n";
  const Line titles{"RESV_NAME", "STATE", "START_TIME", "END_TIME", "DURATION", "NODELIST"};
  std::size_t width = titles.name.size();
  for (const Reservation& reservation : reservations) width = std::max(width, reservation.name.size());
  std::string out;
  if (header) append(out, titles, width);
  for (const Reservation& reservation : reservations) {
    const bool active = reservation.start <= now && now < reservation.end;
    append(out,
           {reservation.name, active ? "ACTIVE" : "INACTIVE",
            text::format_time_point(reservation.start, time_format, now),
            text::format_time_point(reservation.end, time_format, now),
            text::format_duration_padded(reservation.end - reservation.start), reservation.node_list},
           width);
  }
  return out;
}

}  // namespace minislurm::sinfo
