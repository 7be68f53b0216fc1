#include "slurmctld/stepd/status_record.h"

#include "libcommon/os/files.h"

namespace minislurm::stepd {

Status write_status(const std::string& spool_dir, std::string_view encoded_result) {
  return os::replace_durably(spool_dir, "status", encoded_result, 0600);
}

}  // namespace minislurm::stepd
