// The machine's control groups as files: where they are mounted and where this process is in them, folders made, joined,
// emptied and removed. Source: the kernel's cgroup-v1 and cgroup-v2 documents.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::os {

// One mounted hierarchy.
struct CgroupMount {
  bool unified = false;                  // version 2
  std::vector<std::string> controllers;  // version 1: "memory"; version 2: what its top offers
  std::string top;                       // the mount's folder
  std::string own;                       // the folder of the calling process's group; top where that is not in sight
};

// Reads /proc/self/mountinfo and /proc/self/cgroup below `root`; each hierarchy once.
std::vector<CgroupMount> cgroup_mounts(const std::string& root = "");

// One value into one of a group's files, in one write as the kernel wants it. False: refused; errno says why.
bool write_cgroup(const std::string& file, std::string_view value);
// The content of one of a group's files; empty: there is none.
std::string read_cgroup(const std::string& file);
// The number behind `key` in lines of "key number"; 0: none.
std::uint64_t cgroup_number(std::string_view text, std::string_view key);

// Every process in the group and in those below it.
std::vector<pid_t> cgroup_processes(const std::string& folder);
// Sends SIGKILL to all of them; how many there were. In version 2 by cgroup.kill, else one by one.
std::size_t kill_cgroup(const std::string& folder);
// The group and those below it, where no process is in them any more; whether it is gone.
bool remove_cgroup(const std::string& folder);

}  // namespace minislurm::os
