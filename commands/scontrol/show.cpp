#include "commands/scontrol/show.h"

#include <iterator>

#include "commands/scontrol/verbs.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

struct Entity {
  std::string_view name;
  std::size_t shortest;  // as many letters say which
  std::size_t most;      // words behind it
  int (*show)(Session&, const Words& words);
};

template <int (*one)(Session&, const std::string&)>
int with_id(Session& session, const Words& words) {
  return one(session, words.empty() ? "" : words[0]);
}

// What this machine has none of: Slurm prints nothing either, where it is not set up.
int nothing(Session&, const Words&) { return 0; }

int no_slurmd(Session& session, const Words&) {
  error(session.context, "slurm_slurmd_info: Connection refused");
  return fail(session, "slurm_load_slurmd_status:", Error::generic("Connection refused"));
}

constexpr std::size_t kMany = 1000;

constexpr Entity kEntities[] = {
    {"aliases", 1, 1, &with_id<show_aliases>},
    {"assoc_mgr", 2, kMany, &show_associations},
    {"bbstat", 2, kMany, &nothing},
    {"burstbuffer", 2, 1, &nothing},
    {"config", 1, 1, &with_id<show_config>},
    {"configuration", 7, 1, &with_id<show_config>},
    {"daemons", 1, 0, &with_id<show_daemons>},
    {"dwstat", 2, kMany, &nothing},
    {"federation", 1, 1, &nothing},
    {"hostlist", 5, 1, &show_hostlist},
    {"hostlistsorted", 9, 1, &show_hostlist_sorted},
    {"hostnames", 5, 1, &show_hostnames},
    {"jobs", 1, 1, &with_id<show_jobs>},
    {"jobid", 5, 1, &with_id<show_jobs>},
    {"licenses", 2, 1, &with_id<show_licenses>},
    {"nodes", 1, 1, &with_id<show_nodes>},
    {"partitions", 2, 1, &with_id<show_partitions>},
    {"partitionname", 10, 1, &with_id<show_partitions>},
    {"reservations", 1, 1, &with_id<show_reservations>},
    {"reservationname", 12, 1, &with_id<show_reservations>},
    {"resources", 4, 1, &with_id<show_resources>},
    {"slurmd", 2, 1, &no_slurmd},
    {"steps", 2, 1, &with_id<show_steps>},
    {"topology", 1, kMany, &show_topology},
    {"topoconf", 5, 1, &with_id<show_topology_file>},
};

const Entity* find_entity(std::string_view word) {
  for (const Entity& entity : kEntities)
    if (text::iequals(entity.name, word)) return &entity;
  for (const Entity& entity : kEntities)
    if (word.size() >= entity.shortest && text::istarts_with(entity.name, word)) return &entity;
  return nullptr;
}

}  // namespace

int show(Session& session, const Words& words) {
  Words ids(words.begin() + 1, words.end());
  std::string entity = words[0];
  if (const auto equals = entity.find('='); equals != std::string::npos && equals != 0) {
    ids.insert(ids.begin(), entity.substr(equals + 1));
    entity.resize(equals);
    session.names_id = true;
  } else {
    session.names_id = !ids.empty();
  }
  const Entity* row = find_entity(entity);
  if (row == nullptr) {
    if (!session.options.quiet) session.context.err() << "invalid entity:" << words[0] << " for keyword:show\n";
    return 1;
  }
  if (ids.size() > row->most) {
    session.context.err() << "too many arguments for keyword:show\n";
    return 1;
  }
  return row->show(session, ids);
}

}  // namespace minislurm::scontrol
