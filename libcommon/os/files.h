// Small operations on files that must be whole or not at all. Errors: Code::Generic with "PATH: reason".
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "libcommon/base/result.h"

namespace minislurm::os {

// Reads a descriptor to its end; `most` bytes at the most, else an error.
Result<std::string> read_to_end(int fd, std::size_t most);
Result<std::string> read_file(const std::string& path, std::size_t most);
// All of the bytes, through partial writes and interruptions.
Status write_all(int fd, std::string_view bytes);
// FOLDER/name holds the bytes, on disk, or is what it was: a temporary file, synced, renamed, and the folder synced.
Status replace_durably(const std::string& folder, const std::string& name, std::string_view bytes, mode_t mode);
// mkdir -p of what stands before the last slash.
Status make_parents(const std::string& path, mode_t mode);

}  // namespace minislurm::os
