#include "commands/sattach/layout.h"

#include "libcommon/text/hostlist.h"

namespace minislurm::sattach {

std::string layout_text(const Step& step, const std::vector<TaskPlace>& places) {
  const std::vector<std::string> nodes = step.allocation.node_names();
  std::string text = "Job step layout:\n\t" + std::to_string(places.size()) + " tasks, " + std::to_string(nodes.size()) +
                     " nodes (" + text::compress_hostlist(nodes) + ")\n\n";
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    std::string ranks;
    std::size_t count = 0;
    for (const TaskPlace& place : places) {
      if (place.node_rank != node) continue;
      ranks += " " + std::to_string(place.rank);
      ++count;
    }
    text += "\tNode " + std::to_string(node) + " (" + nodes[node] + "), " + std::to_string(count) + " task(s):" + ranks +
            "\n";
  }
  return text;
}

}  // namespace minislurm::sattach
