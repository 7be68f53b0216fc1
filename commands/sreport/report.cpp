#include "commands/sreport/report.h"

#include <pwd.h>

#include <array>

#include "commands/support/exit.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::sreport {
namespace {

constexpr int kTreeWidth = -20;

struct Cell {
  std::string header;
  int width;
};

std::vector<Cell> cells_of(Session& session, const Query& query, const Report& report, bool& failed) {
  std::vector<Cell> cells;
  const bool both = session.time.share && session.time.unit > 0;
  const auto width_of = [&](const Field& field) {
    if (query.tree && field.name == "Account") return kTreeWidth;
    return both && field.with_share != 0 ? field.with_share : field.width;
  };
  for (const table::SacctField& asked :
       table::parse_sacct_format(query.format.empty() ? report.format : query.format)) {
    const Field* found = nullptr;
    for (const Field& field : report.fields)
      if (found == nullptr && asked.name.size() >= field.shortest && text::istarts_with(field.name, asked.name))
        found = &field;
    if (found == nullptr) {
      session.context.err() << " Unknown field '" << text::lower(asked.name) << "'\n";
      failed = true;
      continue;
    }
    cells.push_back({found->header, asked.width != 0 ? asked.width : width_of(*found)});
  }
  for (const Field& field : report.always) cells.push_back({field.header, width_of(field)});
  return cells;
}

std::size_t size_of(int width) { return static_cast<std::size_t>(width < 0 ? -width : width); }

template <class TextOf>
void append_line(std::string& out, const std::vector<Cell>& cells, table::SacctStyle style, TextOf text_of) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string text = text_of(cells[i]);
    if (style == table::SacctStyle::Columns) {
      table::append_sacct_cell(out, text, cells[i].width);
      continue;
    }
    out += text;
    if (style == table::SacctStyle::Parsable || i + 1 < cells.size()) out += '|';
  }
  out += '\n';
}

std::string head(const Query& query, const Report& report) {
  const std::string rule = std::string(80, '-') + "\n";
  std::string out = rule + report.title + " " + text::format_time_point(query.since) + " - " +
                    text::format_time_point(query.until - Seconds{1});
  if (report.says_seconds) out += " (" + std::to_string((query.until - query.since).count()) + " secs)";
  return out + "\n" + report.units + "\n" + rule;
}

}  // namespace

int print(Session& session, const Query& query, const Report& report) {
  bool failed = query.failed;
  const std::vector<Cell> cells = cells_of(session, query, report, failed);
  const table::SacctStyle style = session.options.style;
  std::string out;
  if (!session.options.no_header) {
    out += head(query, report);
    append_line(out, cells, style, [style](const Cell& cell) {
      return style == table::SacctStyle::Columns ? cell.header.substr(0, size_of(cell.width)) : cell.header;
    });
    if (style == table::SacctStyle::Columns) {
      for (const Cell& cell : cells) table::append_sacct_dashes(out, size_of(cell.width));
      out += '\n';
    }
  }
  for (const Line& line : report.lines)
    append_line(out, cells, style, [&line](const Cell& cell) {
      const auto found = line.find(cell.header);
      return found == line.end() ? std::string{} : found->second;
    });
  session.context.out() << out;
  return failed ? kExitFailure : kExitSuccess;
}

std::string units_of(const Session& session, std::string_view subject) {
  if (session.time.unit <= 0) return "Usage reported in Percentage of Total";
  return "Usage reported in " + std::string(session.options.tres.empty() ? subject : "TRES") + " " +
         std::string(session.time.title);
}

std::string proper_name(const std::string& user) {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwnam_r(user.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return {};
  const std::string name = entry.pw_gecos;
  return name.substr(0, name.find(','));
}

}  // namespace minislurm::sreport
