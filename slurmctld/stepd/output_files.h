// The files a step's tasks write to. A path is opened once, however many streams and tasks share it, so that it is
// truncated once and what they write stays in order.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "libcommon/base/result.h"
#include "libcommon/os/file_descriptor.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

class OutputFiles {
 public:
  explicit OutputFiles(OpenMode mode) : mode_(mode) {}
  // Call with the user's rights. `stream`: "stdout" or "stderr", for the error. The descriptor stays this object's.
  Result<int> open(const std::string& path, const char* stream);

 private:
  OpenMode mode_;
  std::map<std::string, os::FileDescriptor> files_;
};

}  // namespace minislurm::stepd
