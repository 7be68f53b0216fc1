#include <algorithm>
#include <cctype>
#include <iterator>
#include <tuple>

#include "commands/scontrol/query.h"
#include "commands/scontrol/show.h"
#include "commands/scontrol/verbs.h"
#include "commands/support/messages.h"
#include "libcommon/text/count.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

constexpr std::size_t kLongestFile = 16U << 20;

// "1-3" or "7"; not "3-1".
bool is_range(std::string_view text) {
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return digits(text);
  if (!digits(text.substr(0, dash)) || !digits(text.substr(dash + 1))) return false;
  const auto low = text::parse_u32(text.substr(0, dash)), high = text::parse_u32(text.substr(dash + 1));
  return low && high && *low <= *high;
}

// The first thing within brackets that is no range; nullopt: all are, or a bracket is left open.
std::optional<std::string> bad_range(std::string_view list) {
  for (auto open = list.find('['); open != std::string_view::npos; open = list.find('[', open + 1)) {
    const auto close = list.find(']', open);
    if (close == std::string_view::npos) return std::nullopt;
    std::string_view inside = list.substr(open + 1, close - open - 1);
    for (bool more = true; more;) {
      const auto comma = inside.find(',');
      const std::string_view one = inside.substr(0, comma);
      if (!is_range(one)) return std::string(one);
      more = comma != std::string_view::npos;
      if (more) inside.remove_prefix(comma + 1);
    }
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> expand(Session& session, std::string list) {
  for (char& letter : list)
    if (std::isspace(static_cast<unsigned char>(letter)) != 0) letter = ',';
  const std::vector<std::string_view> pieces = text::split_list(list);
  if (pieces.empty()) return std::vector<std::string>{};
  const Result<std::vector<std::string>> names = text::expand_hostlist(text::join({pieces.begin(), pieces.end()}, ","));
  if (names) return *names;
  if (const auto bad = bad_range(list)) error(session.context, "_parse_single_range: Invalid range: `" + *bad + "'");
  session.context.err() << "Invalid hostlist: " << list << '\n';
  return std::nullopt;
}

// hostlist and hostlistsorted also read a file or, as "-", standard input.
int compress(Session& session, const Words& words, std::string (*how)(const std::vector<std::string>&)) {
  if (words.empty()) {
    session.context.err() << "invalid encode argument\n";
    help(session);
    return 1;
  }
  std::string list = words[0];
  if (list == "-") {
    list.assign(std::istreambuf_iterator<char>(session.context.in()), {});
  } else if (!list.empty() && list.front() == '/') {
    auto content = session.context.read_file(list, kLongestFile);
    if (!content) {
      session.context.err() << "Can not open " << list << '\n';
      return 1;
    }
    list = std::move(*content);
  }
  const auto names = expand(session, list);
  if (!names) return 1;
  session.context.out() << how(*names) << '\n';
  return 0;
}

// By what stands before the number, then by the number's length, then by the number: n9 before n10 and n5 before n01.
bool comes_before(const std::string& left, const std::string& right) {
  const auto split = [](const std::string& name) {
    const auto last = name.find_last_not_of("0123456789");
    const std::size_t at = last == std::string::npos ? 0 : last + 1;
    return std::make_tuple(name.substr(0, at), name.size() - at, name.substr(at));
  };
  return split(left) < split(right);
}

}  // namespace

int show_hostnames(Session& session, const Words& words) {
  std::string list = words.empty() ? session.context.env("SLURM_JOB_NODELIST").value_or("") : words[0];
  if (words.empty() && list.empty()) {
    error(session.context, "host list is empty");
    return 0;
  }
  const auto names = expand(session, list);
  if (!names) return 0;  // as Slurm has it
  std::string text;
  for (const std::string& name : *names) text += name + "\n";
  session.context.out() << text;
  return 0;
}

int show_hostlist(Session& session, const Words& words) {
  return compress(session, words, [](const std::vector<std::string>& names) { return text::compress_hostlist(names); });
}

int show_hostlist_sorted(Session& session, const Words& words) {
  return compress(session, words, [](const std::vector<std::string>& names) {
    std::vector<std::string> sorted = names;
    std::stable_sort(sorted.begin(), sorted.end(), &comes_before);
    return text::compress_hostlist(sorted);
  });
}

int show_daemons(Session& session, const std::string&) {
  session.context.out() << "slurmctld slurmd\n";
  return 0;
}

// The nodes that a host stands for; without one, this host.
int show_aliases(Session& session, const std::string& host) {
  const auto reply = query_cluster(session, wire::kNodes, "slurm_load_node error: ");
  if (!reply) return 1;
  const std::string wanted = host.empty() ? session.context.caller().hostname : host;
  std::string names;
  for (const Node& node : reply->nodes)
    if (node.hostname == wanted) names += (names.empty() ? "" : " ") + node.name;
  if (!names.empty()) session.context.out() << names << '\n';
  return 0;
}

}  // namespace minislurm::scontrol
