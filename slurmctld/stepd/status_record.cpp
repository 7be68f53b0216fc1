#include "slurmctld/stepd/status_record.h"

#include "libcommon/os/files.h"
#include "libcommon/wire/codec.h"

namespace minislurm::stepd {

Status write_status(const std::string& spool_dir, const wire::StepResult& result) {
  return os::replace_durably(spool_dir, "status", wire::encode(result), 0600);
}

}  // namespace minislurm::stepd
