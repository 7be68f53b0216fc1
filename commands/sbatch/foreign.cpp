#include "commands/sbatch/foreign.h"

#include <algorithm>
#include <iterator>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::sbatch {
namespace {

using Words = std::vector<std::string>;

enum class Takes { Nothing, Value };

// An option of the other system. `option` is sbatch's name for it; without one `convert` says what it means, and
// without both it means nothing here.
struct Foreign {
  std::string_view name;
  Takes takes;
  std::string_view option;
  void (*convert)(std::string_view value, Words& words) = nullptr;
};

void give(Words& words, std::string_view option, std::string_view value) {
  words.push_back("--" + std::string(option) + "=" + std::string(value));
}

// "a", "be", "n": abort, begin, end, nothing.
void convert_mail(std::string_view value, Words& words) {
  struct Kind {
    char letter;
    std::string_view type;
  };
  constexpr Kind kKinds[] = {{'a', "FAIL"}, {'b', "BEGIN"}, {'e', "END"}, {'n', "NONE"}};
  std::string types;
  for (const Kind& kind : kKinds)
    if (value.find(kind.letter) != value.npos) types += (types.empty() ? "" : ",") + std::string(kind.type);
  if (!types.empty()) give(words, "mail-type", types);
}

void convert_rerun(std::string_view value, Words& words) {
  words.emplace_back(value == "n" ? "--no-requeue" : "--requeue");
}

void convert_variables(std::string_view value, Words& words) { give(words, "export", "ALL," + std::string(value)); }

// "depend=afterok:1", "block=true"; the rest means nothing.
void convert_attributes(std::string_view value, Words& words) {
  constexpr std::string_view kDepend = "depend=", kBlock = "block=true";
  if (value.starts_with(kDepend)) give(words, "dependency", value.substr(kDepend.size()));
  if (value.starts_with(kBlock)) words.emplace_back("--wait");
}

// "100mb" -> "100M".
std::string size_of(std::string_view value) {
  std::string size = text::upper(value);
  if (!size.empty() && size.back() == 'B') size.pop_back();
  return size;
}

// "2:ppn=2", "node1+node2": so many nodes with so many tasks each, or these.
void convert_nodes(std::string_view value, Words& words) {
  const std::vector<std::string_view> parts = text::split(value, ':');
  std::uint32_t per_node = 0;
  for (const std::string_view part : parts)
    if (part.starts_with("ppn=")) per_node = text::parse_u32(part.substr(4)).value_or(0);
  const auto nodes = text::parse_u32(parts.front(), 1U << 20);
  if (!nodes) {
    std::string names(parts.front());
    std::replace(names.begin(), names.end(), '+', ',');
    give(words, "nodelist", names);
    return;
  }
  give(words, "nodes", std::to_string(*nodes));
  if (per_node > 0) give(words, "ntasks", std::to_string(std::uint64_t{*nodes} * per_node));
}

void convert_resources(std::string_view list, Words& words);

// "2:ncpus=2:mem=100mb": so many nodes, each with that.
void convert_select(std::string_view value, Words& words) {
  const std::vector<std::string_view> parts = text::split(value, ':');
  give(words, "nodes", parts.front());
  for (std::size_t index = 1; index < parts.size(); ++index) convert_resources(parts[index], words);
}

struct Resource {
  std::string_view name, option;
  bool is_size;
  void (*convert)(std::string_view value, Words& words) = nullptr;
};

constexpr Resource kResources[] = {
    {"nodes", "", false, convert_nodes}, {"select", "", false, convert_select}, {"walltime", "time", false},
    {"mem", "mem", true},                {"pmem", "mem-per-cpu", true},         {"file", "tmp", true},
    {"ncpus", "mincpus", false},         {"nice", "nice", false},               {"host", "nodelist", false},
    {"mppnodes", "nodelist", false},     {"mppwidth", "ntasks", false},         {"mppdepth", "cpus-per-task", false},
    {"mppnppn", "ntasks-per-node", false}, {"mppmem", "mem", true},
};

// "walltime=1:00:00,mem=200mb"; unknown ones mean nothing.
void convert_resources(std::string_view list, Words& words) {
  for (const std::string_view item : text::split_list(list)) {
    const std::size_t equals = std::min(item.find('='), item.size());
    const std::string_view name = item.substr(0, equals);
    const std::string_view value = item.substr(std::min(equals + 1, item.size()));
    if (name == "naccelerators") give(words, "gres", "gpu:" + std::string(value));
    for (const Resource& known : kResources) {
      if (known.name != name) continue;
      if (known.convert != nullptr) known.convert(value, words);
      else give(words, known.option, known.is_size ? size_of(value) : std::string(value));
    }
  }
}

constexpr Foreign kPbs[] = {
    {"A", Takes::Value, "account"},    {"C", Takes::Value, ""},         {"J", Takes::Value, "array"},
    {"M", Takes::Value, "mail-user"},  {"N", Takes::Value, "job-name"}, {"P", Takes::Value, "wckey"},
    {"S", Takes::Value, ""},           {"V", Takes::Nothing, ""},       {"W", Takes::Value, "", convert_attributes},
    {"X", Takes::Nothing, ""},         {"a", Takes::Value, "begin"},    {"c", Takes::Value, ""},
    {"e", Takes::Value, "error"},      {"h", Takes::Nothing, "hold"},   {"I", Takes::Nothing, ""},
    {"j", Takes::Value, ""},           {"k", Takes::Value, ""},         {"l", Takes::Value, "", convert_resources},
    {"m", Takes::Value, "", convert_mail}, {"o", Takes::Value, "output"}, {"p", Takes::Value, "nice"},
    {"q", Takes::Value, "partition"},  {"r", Takes::Value, "", convert_rerun}, {"t", Takes::Value, "array"},
    {"u", Takes::Value, ""},           {"v", Takes::Value, "", convert_variables}, {"z", Takes::Nothing, ""},
};

constexpr Foreign kBsub[] = {
    {"cwd", Takes::Value, "chdir"},    {"e", Takes::Value, "error"},    {"J", Takes::Value, "job-name"},
    {"m", Takes::Value, "nodelist"},   {"M", Takes::Value, "mem"},      {"n", Takes::Value, "ntasks"},
    {"o", Takes::Value, "output"},     {"q", Takes::Value, "partition"}, {"W", Takes::Value, "time"},
    {"x", Takes::Nothing, "exclusive"},
};

struct Dialect {
  std::string_view mark;
  const Foreign* options;
  std::size_t count;
};
constexpr Dialect kDialects[] = {{"#PBS", kPbs, std::size(kPbs)}, {"#BSUB", kBsub, std::size(kBsub)}};

const Dialect* dialect_of(std::string_view line) {
  for (const Dialect& dialect : kDialects) {
    const std::size_t end = dialect.mark.size();
    if (line.starts_with(dialect.mark) && line.size() > end && (line[end] == ' ' || line[end] == '\t')) return &dialect;
  }
  return nullptr;
}

Error unknown(char letter) {
  return Error::generic(std::string("sbatch: invalid option -- '") + letter +
                        "'\nUnrecognized command line parameter ?");
}

const Foreign* find(const Dialect& dialect, std::string_view word) {
  const Foreign* best = nullptr;
  for (const Foreign* option = dialect.options; option != dialect.options + dialect.count; ++option)
    if (word.starts_with(option->name) && (best == nullptr || option->name.size() > best->name.size())) best = option;
  return best;
}

void convert(const Foreign& option, std::string_view value, Words& words) {
  if (option.convert != nullptr) return option.convert(value, words);
  if (option.option.empty()) return;
  if (option.takes == Takes::Nothing) words.push_back("--" + std::string(option.option));
  else give(words, option.option, value);
}

// One line's words: "-N name", "-Nname".
Status convert_line(const Dialect& dialect, const Words& given, Words& words) {
  for (std::size_t index = 0; index < given.size(); ++index) {
    const std::string& word = given[index];
    if (word.size() < 2 || word.front() != '-') return Error::generic("Invalid argument: " + word);
    const Foreign* option = find(dialect, std::string_view(word).substr(1));
    if (option == nullptr) return unknown(word[1]);
    std::string_view value = std::string_view(word).substr(1 + option->name.size());
    if (option->takes == Takes::Value && value.empty() && index + 1 < given.size()) value = given[++index];
    convert(*option, value, words);
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> foreign_directives(std::string_view script) {
  Words words;
  const Dialect* chosen = nullptr;
  while (!script.empty()) {
    const std::string_view line = script.substr(0, script.find('\n'));
    script.remove_prefix(std::min(line.size() + 1, script.size()));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first != line.npos && line[first] != '#') break;  // the first command
    const Dialect* dialect = dialect_of(line);
    if (dialect == nullptr || (chosen != nullptr && dialect != chosen)) continue;
    chosen = dialect;
    const auto given = text::split_shell_words(line.substr(dialect->mark.size()));
    if (!given) return given.error();
    if (Status done = convert_line(*dialect, *given, words); !done) return done.error();
  }
  return words;
}

}  // namespace minislurm::sbatch
