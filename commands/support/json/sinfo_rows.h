// The document of sinfo --json: the grouped rows, not the nodes.
#pragma once

#include <string>
#include <vector>

#include "commands/support/json/document.h"
#include "libcommon/model/node.h"
#include "libcommon/model/partition.h"

namespace minislurm::documents {

// One row: nodes of one partition that are alike. Nothing is null while the document is made.
struct SinfoRecord {
  const Partition* partition = nullptr;
  std::vector<const Node*> nodes;
};

std::string sinfo_document(const std::vector<SinfoRecord>& rows, const DocumentOptions& options);

}  // namespace minislurm::documents
