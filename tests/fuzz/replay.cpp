// replay_NAME [--mutations N] [--write DIR] SEEDS...: the target over its seeds, then over N inputs made of them by chance,
// the same ones each time. It knows nothing of the target's inside; finding new ways in is libFuzzer's work. --write
// leaves the seeds in DIR for it instead.
#include <csignal>
#include <cstring>
#include <exception>
#include <fstream>
#include <iostream>
#include <random>

#include <unistd.h>

#include "tests/fuzz/seeds.h"
#include "tests/fuzz/target.h"

namespace minislurm::fuzz {
namespace {

constexpr std::uint32_t kRandomSeed = 20251124;
constexpr std::size_t kLongest = 4096;  // bytes of a mutated input

// For the handler of a crash: which input it was.
std::string current;

void say_input(int number) {
  const std::string text = "input: " + escaped(current) + "\n";
  if (::write(2, text.data(), text.size()) < 0) ::_exit(1);
  std::signal(number, SIG_DFL);
  std::raise(number);
}

void run(std::string input) {
  current = std::move(input);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
}

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& seeds) : seeds_(seeds) {}

  std::string next() {
    std::string bytes = seeds_[below(seeds_.size())];
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) change(bytes);
    bytes.resize(std::min(bytes.size(), kLongest));
    return bytes;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  void change(std::string& bytes) {
    static constexpr std::string_view kTelling[] = {"0", "-1", "4294967295", "18446744073709551615", "1e9", ",", "[", "]",
                                                    "=",  ":", "\"", "\\", "%", " ", "\n", std::string_view("\0", 1), "\xff"};
    const std::size_t at = below(bytes.size() + 1), length = below(std::min<std::size_t>(bytes.size() - at, 16) + 1);
    switch (below(6)) {
      case 0: bytes.erase(at, length); break;
      case 1: bytes.insert(at, bytes.substr(at, length)); break;
      case 2: bytes.insert(at, kTelling[below(std::size(kTelling))]); break;
      case 3: bytes.replace(at, length, kTelling[below(std::size(kTelling))]); break;
      case 4:
        if (at < bytes.size()) bytes[at] = static_cast<char>(random_());
        break;
      default: {
        const std::string& other = seeds_[below(seeds_.size())];
        const std::size_t from = below(other.size() + 1);
        bytes.replace(at, length, other.substr(from, below(64)));
      }
    }
  }

  const std::vector<std::string>& seeds_;
  std::mt19937 random_{kRandomSeed};
};

int write_seeds(const std::vector<std::string>& seeds, const std::string& folder) {
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    std::ofstream file(folder + "/seed." + std::to_string(i), std::ios::binary);
    if (!(file << seeds[i])) return 1;
  }
  return 0;
}

int replay(const std::vector<std::string>& arguments) {
  std::size_t mutations = 0;
  std::string folder;
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--mutations") mutations = std::stoul(arguments.at(++i));
    else if (arguments[i] == "--write") folder = arguments.at(++i);
    else paths.push_back(arguments[i]);
  }
  std::vector<std::string> seeds = read_seeds(paths);
  for (std::string& seed : made_seeds()) seeds.push_back(std::move(seed));
  if (seeds.empty()) throw std::runtime_error("no seeds");
  if (!folder.empty()) return write_seeds(seeds, folder);
  run({});
  for (const std::string& seed : seeds) run(seed);
  Mutator mutator(seeds);
  for (std::size_t i = 0; i < mutations; ++i) run(mutator.next());
  std::cout << seeds.size() << " seeds, " << mutations << " mutations (random seed " << kRandomSeed << ")\n";
  return 0;
}

}  // namespace
}  // namespace minislurm::fuzz

int main(int argc, char** argv) {
  for (const int number : {SIGABRT, SIGSEGV, SIGFPE, SIGALRM}) std::signal(number, minislurm::fuzz::say_input);
  try {
    return minislurm::fuzz::replay({argv + 1, argv + argc});
  } catch (const std::exception& why) {
    std::cerr << "input: " << minislurm::fuzz::escaped(minislurm::fuzz::current) << "\nexception: " << why.what() << "\n";
    return 1;
  }
}
