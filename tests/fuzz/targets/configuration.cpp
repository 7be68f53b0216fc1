#include "tests/fuzz/targets/configuration.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "libcommon/config/load.h"
#include "libcommon/text/words.h"

namespace minislurm::fuzz {
namespace {

constexpr std::string_view kSlurmConf =
    "ClusterName=fuzz\nSlurmctldHost=localhost\nGresTypes=gpu,fpga\n"
    "NodeName=node[1-8] CPUs=4 RealMemory=4000 Gres=gpu:tesla:2\nPartitionName=debug Nodes=ALL Default=YES\n";

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "minislurm-fuzz-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder can be made");
    path_ = name;
    write("slurm.conf", kSlurmConf);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& file, std::string_view text) const {
    std::ofstream(path_ / file, std::ios::binary) << text;
  }
  std::string slurm_conf() const { return path_ / "slurm.conf"; }

 private:
  std::filesystem::path path_;
};

// A machine that is the same everywhere.
os::Machine machine() {
  os::Machine one;
  one.hostname = one.short_hostname = "localhost";
  one.cpus = {0, 1, 2, 3};
  one.cores_per_socket = 4;
  return one;
}

}  // namespace

void load_configuration_with(const std::string& file, std::string_view text) {
  static const Folder kFolder;
  if (text::lower(text).find("include") != std::string::npos) return;
  kFolder.write(file, text);
  (void)config::load_cluster(kFolder.slurm_conf(), machine());
}

}  // namespace minislurm::fuzz
