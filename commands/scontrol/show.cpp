#include "commands/scontrol/show.h"

#include <iterator>

#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

struct Entity {
  std::string_view name;
  std::size_t shortest;  // as many letters say which
  int (*show)(Session&, const std::string& id);
};

constexpr Entity kEntities[] = {
    {"config", 1, &show_config},           {"configuration", 7, &show_config},
    {"daemons", 1, &show_daemons},         {"hostlistsorted", 9, &show_hostlist_sorted},
    {"hostlist", 5, &show_hostlist},       {"hostnames", 5, &show_hostnames},
    {"jobs", 1, &show_jobs},               {"licenses", 1, &show_licenses},
    {"nodes", 1, &show_nodes},             {"partitions", 1, &show_partitions},
    {"reservations", 1, &show_reservations}, {"steps", 1, &show_steps},
    {"topology", 1, &show_topology},       {"jobid", 5, &show_jobs},
    {"nodename", 5, &show_nodes},          {"partitionname", 10, &show_partitions},
    {"reservationname", 12, &show_reservations}, {"stepid", 5, &show_steps},
};

const Entity* find_entity(std::string_view word) {
  for (const Entity& entity : kEntities)
    if (word.size() >= entity.shortest && text::istarts_with(entity.name, word)) return &entity;
  return nullptr;
}

}  // namespace

int show(Session& session, const Words& words) {
  if (words.empty()) {
    session.context.err() << "too few arguments for keyword:show\n";
    return 1;
  }
  std::string entity = words[0], id = words.size() > 1 ? words[1] : "";
  if (const auto equals = entity.find('='); equals != std::string::npos) {
    id = entity.substr(equals + 1);
    entity.resize(equals);
  }
  const Entity* row = find_entity(entity);
  if (row == nullptr) {
    session.context.err() << "invalid entity:" << entity << " for keyword:show\n";
    return 1;
  }
  // "show hostlist a b": blanks separate names as commas do.
  for (std::size_t index = 2; index < words.size(); ++index) id += "," + words[index];
  return row->show(session, id);
}

}  // namespace minislurm::scontrol
