// list --json: the lines of an entity as a document.
#pragma once

#include <string>

#include "commands/sacctmgr/fields.h"
#include "commands/support/json/document.h"

namespace minislurm::sacctmgr {

// Empty: the entity has none.
std::string document(Entity entity, const std::vector<Row>& rows, const View& view,
                     const documents::DocumentOptions& options);

}  // namespace minislurm::sacctmgr
