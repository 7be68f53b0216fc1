#include "slurmctld/stepd/device_program.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "libcommon/os/file_descriptor.h"

namespace minislurm::stepd {
namespace {

constexpr std::uint8_t kResult = BPF_REG_0, kContext = BPF_REG_1, kKind = BPF_REG_2, kMajor = BPF_REG_3,
                       kMinor = BPF_REG_4;
constexpr std::uint16_t kKindMask = 0xffff;  // the upper half of access_type says what is tried

bpf_insn instruction(unsigned code, std::uint8_t to, std::uint8_t from, std::int16_t jump, std::int32_t value) {
  bpf_insn made{};
  made.code = static_cast<std::uint8_t>(code);
  made.dst_reg = to & 0xfU;
  made.src_reg = from & 0xfU;
  made.off = jump;
  made.imm = value;
  return made;
}

bpf_insn load(std::uint8_t to, std::size_t field) {
  return instruction(BPF_LDX | BPF_MEM | BPF_W, to, kContext, static_cast<std::int16_t>(field), 0);
}
bpf_insn set_result(std::int32_t value) { return instruction(BPF_ALU64 | BPF_MOV | BPF_K, kResult, 0, 0, value); }
bpf_insn leave() { return instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0); }
bpf_insn skip_unless(std::uint8_t what, std::uint32_t is, std::int16_t instructions) {
  return instruction(BPF_JMP | BPF_JNE | BPF_K, what, 0, instructions, static_cast<std::int32_t>(is));
}

std::vector<bpf_insn> program_of(const std::vector<Device>& barred) {
  std::vector<bpf_insn> program{load(kKind, offsetof(bpf_cgroup_dev_ctx, access_type)),
                                instruction(BPF_ALU | BPF_AND | BPF_K, kKind, 0, 0, kKindMask),
                                load(kMajor, offsetof(bpf_cgroup_dev_ctx, major)),
                                load(kMinor, offsetof(bpf_cgroup_dev_ctx, minor))};
  for (const Device& one : barred) {
    program.push_back(skip_unless(kKind, one.block ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR, 4));
    program.push_back(skip_unless(kMajor, one.major, 3));
    program.push_back(skip_unless(kMinor, one.minor, 2));
    program.push_back(set_result(0));
    program.push_back(leave());
  }
  program.push_back(set_result(1));
  program.push_back(leave());
  return program;
}

int bpf(int command, bpf_attr& attributes) {
  return static_cast<int>(::syscall(SYS_bpf, command, &attributes, sizeof attributes));
}

std::uint64_t address(const void* what) { return reinterpret_cast<std::uintptr_t>(what); }

}  // namespace

bool bar_devices(const std::string& group_folder, const std::vector<Device>& barred) {
  const std::vector<bpf_insn> program = program_of(barred);
  bpf_attr attributes;
  std::memset(&attributes, 0, sizeof attributes);
  attributes.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
  attributes.insns = address(program.data());
  attributes.insn_cnt = static_cast<std::uint32_t>(program.size());
  attributes.license = address("GPL");  // no function of the kernel is called; it wants a word
  const os::FileDescriptor loaded(bpf(BPF_PROG_LOAD, attributes));
  const os::FileDescriptor group(::open(group_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!loaded || !group) return false;
  std::memset(&attributes, 0, sizeof attributes);
  attributes.target_fd = static_cast<std::uint32_t>(group.get());
  attributes.attach_bpf_fd = static_cast<std::uint32_t>(loaded.get());
  attributes.attach_type = BPF_CGROUP_DEVICE;
  attributes.attach_flags = BPF_F_ALLOW_MULTI;
  return bpf(BPF_PROG_ATTACH, attributes) == 0;
}

}  // namespace minislurm::stepd
