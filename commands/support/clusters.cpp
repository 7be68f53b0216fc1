#include "commands/support/clusters.h"

#include <vector>

#include "commands/support/messages.h"
#include "libcommon/text/words.h"

namespace minislurm {

bool choose_cluster(Context& context, std::string_view list, const std::string& own) {
  bool found = false;
  std::vector<std::string> unknown;
  for (const std::string_view name : text::split(list, ',')) {
    if (text::iequals(name, own) || text::iequals(name, "all")) {
      found = true;
    } else {
      unknown.emplace_back(name);
    }
  }
  for (const std::string& name : unknown) error(context, "No cluster '" + name + "' known by database.");
  if (found) return true;
  error(context, "'" + std::string{list} + "' can't be reached now, or it is an invalid entry for --cluster.  "
                 "Use 'sacctmgr list clusters' to see available clusters.");
  fatal(context, "Could not get cluster information");
  return false;
}

}  // namespace minislurm
