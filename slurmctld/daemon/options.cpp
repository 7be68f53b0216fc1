#include "slurmctld/daemon/options.h"

#include <array>
#include <string_view>

#include "libcommon/text/count.h"
#include "libcommon/text/size.h"

namespace minislurm::daemon {
namespace {

using Set = Status (*)(Options&, const std::string&);

struct Row {
  char letter;             // 0: none
  std::string_view name;   // empty: none
  std::string_view value;  // what stands for it in the help; empty: a flag
  std::string_view help;
  Set set;
};

Status set_cpus(Options& options, const std::string& text) {
  const Result<std::uint32_t> count = text::parse_u32(text);
  if (!count) return count.error();
  options.total_cpus = *count;
  return {};
}

Status set_memory(Options& options, const std::string& text) {
  const Result<Mebibytes> size = text::parse_memory(text);
  if (!size) return Error::generic("invalid memory size \"" + text + "\"");
  options.total_memory = *size;
  return {};
}

Status set_threshold(Options& options, const std::string& text) {
  const Result<std::uint32_t> percent = text::parse_u32(text, 100);
  if (!percent) return percent.error();
  options.elastic_threshold = *percent;
  return {};
}

template <bool Options::*flag>
Status set_flag(Options& options, const std::string&) {
  options.*flag = true;
  return {};
}

template <std::string Options::*member>
Status set_text(Options& options, const std::string& text) {
  options.*member = text;
  return {};
}

Status set_verbose(Options& options, const std::string&) {
  ++options.more_verbose;
  return {};
}

Status set_nothing(Options&, const std::string&) { return {}; }

constexpr std::array kRows{
    Row{'c', "", "", "start clean: forget the queue; what has ended stays in the history",
        &set_flag<&Options::clean_start>},
    Row{'D', "", "", "stay in the foreground and log to stderr", &set_flag<&Options::foreground>},
    Row{'f', "", "FILE", "configuration file, in place of SLURM_CONF or /etc/slurm/slurm.conf",
        &set_text<&Options::conf_file>},
    Row{'h', "help", "", "print this text and exit", &set_flag<&Options::help>},
    Row{'i', "", "", "accepted: a damaged state is always reported, never passed over", &set_nothing},
    Row{'L', "", "FILE", "log file", &set_text<&Options::log_file>},
    Row{'q', "", "", "log errors only", &set_flag<&Options::quiet>},
    Row{'t', "", "", "check the configuration and exit", &set_flag<&Options::test_only>},
    Row{'v', "", "", "log more; may be given several times", &set_verbose},
    Row{'V', "version", "", "print the version and exit", &set_flag<&Options::version>},
    Row{0, "total-cpus", "N", "without a slurm.conf: how many CPUs of the machine to use", &set_cpus},
    Row{0, "total-mem", "SIZE", "without a slurm.conf: how much of its memory (8GB, 512m)", &set_memory},
    Row{0, "topology-config", "FILE", "without a slurm.conf: topology.yaml or topology.conf of the virtual nodes",
        &set_text<&Options::topology_config>},
    Row{0, "virtual", "NODESxCPUS|per-cpu", "without a slurm.conf: the virtual nodes, four to a leaf switch",
        &set_text<&Options::virtual_nodes>},
    Row{0, "elastic-threshold", "PERCENT", "how much must be free for elastic jobs to grow", &set_threshold},
    Row{0, "disable-elastic", "", "jobs keep the size they started with", &set_flag<&Options::disable_elastic>},
};

const Row* row_of(char letter) {
  for (const Row& row : kRows)
    if (letter != 0 && row.letter == letter) return &row;
  return nullptr;
}

const Row* row_of(std::string_view name) {
  for (const Row& row : kRows)
    if (!row.name.empty() && row.name == name) return &row;
  return nullptr;
}

// Walks over the words of the command line.
class Parser {
 public:
  explicit Parser(const std::vector<std::string>& words) : words_(words) {}

  Result<Options> parse() {
    while (at_ < words_.size()) {
      const std::string word = words_[at_++];
      const bool is_long = word.rfind("--", 0) == 0;
      if (word.size() < 2 || word[0] != '-') return Error::generic("unexpected argument '" + word + "'");
      if (const Status done = is_long ? take_long(word) : take_letters(word); !done) return done.error();
    }
    return options_;
  }

 private:
  Status take_long(const std::string& word) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    const Row* row = row_of(std::string_view(name));
    if (row == nullptr) return Error::generic("unrecognized option '--" + name + "'");
    if (row->value.empty()) {
      if (equals != std::string::npos) return Error::generic("option '--" + name + "' takes no value");
      return row->set(options_, {});
    }
    if (equals != std::string::npos) return row->set(options_, word.substr(equals + 1));
    return with_next(*row, "--" + name);
  }

  Status take_letters(const std::string& word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const Row* row = row_of(word[i]);
      if (row == nullptr) return Error::generic(std::string("invalid option -- '") + word[i] + "'");
      if (!row->value.empty() && i + 1 < word.size()) return row->set(options_, word.substr(i + 1));
      if (!row->value.empty()) return with_next(*row, std::string("-") + word[i]);
      if (const Status done = row->set(options_, {}); !done) return done;
    }
    return {};
  }

  Status with_next(const Row& row, const std::string& shown) {
    if (at_ == words_.size()) return Error::generic("option '" + shown + "' needs a value");
    return row.set(options_, words_[at_++]);
  }

  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  Options options_;
};

}  // namespace

Result<Options> parse_options(const std::vector<std::string>& arguments) { return Parser(arguments).parse(); }

std::string help_text() {
  constexpr std::size_t kColumn = 32;
  std::string text = "Usage: slurmctld [OPTIONS]\n";
  for (const Row& row : kRows) {
    std::string line = "  ";
    if (row.letter != 0) line += std::string("-") + row.letter;
    if (!row.name.empty()) line += (row.letter != 0 ? ", --" : "--") + std::string(row.name);
    if (!row.value.empty()) line += (row.name.empty() ? " " : "=") + std::string(row.value);
    line.resize(std::max(line.size() + 1, kColumn), ' ');
    text += line + std::string(row.help) + "\n";
  }
  return text;
}

}  // namespace minislurm::daemon
