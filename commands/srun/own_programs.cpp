#include "commands/srun/own_programs.h"

#include <string_view>

#include "libcommon/wire/messages.h"

namespace minislurm::srun {
namespace {

// An option's "none" is an answer, too; the configuration's nothing is written in brackets.
std::string program_of(const std::string& text) { return text == "none" || text == "(null)" ? std::string() : text; }

}  // namespace

OwnPrograms own_programs(Context& context, const Options& options) {
  OwnPrograms programs{program_of(options.prolog), program_of(options.epilog)};
  if (!options.prolog.empty() && !options.epilog.empty()) return programs;
  wire::QueryClusterRequest request;
  request.parts = wire::kConfig;
  const Result<wire::ClusterReply> reply =
      context.link().ask<wire::ClusterReply>(wire::RequestKind::QueryCluster, request);
  if (!reply) return programs;
  for (const auto& [key, value] : reply->config) {
    if (key == "SrunProlog" && options.prolog.empty()) programs.prolog = program_of(value);
    if (key == "SrunEpilog" && options.epilog.empty()) programs.epilog = program_of(value);
  }
  return programs;
}

}  // namespace minislurm::srun
