#include "libcommon/os/machine.h"

#include <gmock/gmock.h>

#include "tests/unit/libcommon/config/folder.h"

namespace minislurm::os {
namespace {

using config::Folder;
using testing::ElementsAre;

// Two sockets of two cores with two threads, numbered as Linux does: first threads first.
void write_cpus(const Folder& root, int cpus) {
  for (int cpu = 0; cpu < cpus; ++cpu) {
    const std::string folder = "sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
    root.write(folder + "physical_package_id", std::to_string(cpu / 2 % 2) + "\n");
    root.write(folder + "core_id", std::to_string(cpu % 2) + "\n");
  }
  root.write("sys/devices/system/cpu/online", "0-" + std::to_string(cpus - 1) + "\n");
}

TEST(DetectMachine, CpusAreArrangedBySocketCoreAndThread) {
  const Folder root;
  write_cpus(root, 8);
  root.write("proc/self/status", "Name:\tx\nCpus_allowed_list:\t0-7\n");
  const Machine machine = detect_machine(root.path());
  EXPECT_EQ(machine.sockets, 2u);
  EXPECT_EQ(machine.cores_per_socket, 2u);
  EXPECT_EQ(machine.threads_per_core, 2u);
  EXPECT_THAT(machine.cpus, ElementsAre(0, 4, 1, 5, 2, 6, 3, 7));
}

TEST(DetectMachine, OnlyAllowedCpusCountAndAnUnevenRestIsOneSocketOfCores) {
  const Folder root;
  write_cpus(root, 8);
  root.write("proc/self/status", "Cpus_allowed_list:\t1,4-5\n");
  const Machine machine = detect_machine(root.path());
  EXPECT_EQ(machine.cpus.size(), 3u);
  EXPECT_EQ(machine.sockets, 1u);
  EXPECT_EQ(machine.cores_per_socket, 3u);
  EXPECT_EQ(machine.threads_per_core, 1u);
}

TEST(DetectMachine, MemoryNamesAndDevicesAreRead) {
  const Folder root;
  root.write("proc/meminfo", "MemTotal:       4096000 kB\nMemFree:  1024 kB\n");
  root.write("proc/stat", "cpu  1 2 3 4\nbtime 1700000000\n");
  root.write("proc/sys/kernel/hostname", "big.example.org\n");
  root.write("proc/sys/kernel/ostype", "Linux\n");
  root.write("proc/sys/kernel/osrelease", "6.1\n");
  root.write("proc/sys/kernel/version", "#1 SMP\n");
  for (const char* device : {"nvidia10", "nvidia2", "nvidiactl", "nvidia-uvm"})
    root.write(std::string{"dev/"} + device, "");
  const Machine machine = detect_machine(root.path());
  EXPECT_EQ(machine.memory, Mebibytes{4000});
  EXPECT_EQ(machine.short_hostname, "big");
  EXPECT_EQ(machine.os, "Linux 6.1 #1 SMP");
  EXPECT_EQ(machine.booted, Instant{Seconds{1700000000}});
  EXPECT_THAT(machine.gpus, ElementsAre("/dev/nvidia2", "/dev/nvidia10"));
}

TEST(DetectMachine, AnEmptyTreeStillHasOneCpu) {
  const Folder root;
  const Machine machine = detect_machine(root.path());
  EXPECT_THAT(machine.cpus, ElementsAre(0));
  EXPECT_EQ(machine.hostname, "localhost");
}

TEST(LoadNow, SharesAreOfTheTimeSinceTheReadingBefore) {
  const Folder root;
  root.write("proc/loadavg", "1.25 0.5 0.1 1/100 4242\n");
  root.write("proc/meminfo", "MemTotal: 2048000 kB\nMemFree: 1024000 kB\nMemAvailable: 1536000 kB\n");
  root.write("proc/stat", "cpu  100 0 0 300 100 0 0 0 0 0\n");
  const Load first = load_now(std::nullopt, root.path());
  EXPECT_EQ(first.cpu_load_percent, 125u);
  EXPECT_EQ(first.free_memory, Mebibytes{1000});
  EXPECT_EQ(first.memory_percent, 25u);
  EXPECT_EQ(first.cpu_percent, 20u);
  root.write("proc/stat", "cpu  190 0 0 310 100 0 0 0 0 0\n");
  EXPECT_EQ(load_now(first.times, root.path()).cpu_percent, 90u);
}

}  // namespace
}  // namespace minislurm::os
