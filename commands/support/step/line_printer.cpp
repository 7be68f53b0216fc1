#include "commands/support/step/line_printer.h"

namespace minislurm::steps {
namespace {

// A longer line is shown in pieces: memory stays bounded whatever a task writes.
constexpr std::size_t kLongestLine = 64U << 10;

}  // namespace

LinePrinter::LinePrinter(Rules rules, Emit emit) : rules_(rules), emit_(std::move(emit)) {
  for (std::uint32_t last = rules_.tasks > 0 ? rules_.tasks - 1 : 0; last >= 10; last /= 10) ++label_width_;
}

void LinePrinter::feed(std::uint32_t task, std::uint16_t stream, std::string_view piece) {
  if (!rules_.label && (rules_.unbuffered || rules_.tasks <= 1)) {
    if (!piece.empty()) emit_(stream, piece);
    return;
  }
  std::string& rest = rests_[{task, stream}];
  if (piece.empty()) return end(task, stream, rest);
  const std::size_t last = piece.rfind('\n');
  if (last == std::string_view::npos) {
    rest.append(piece);
  } else {
    std::string_view whole = piece.substr(0, last + 1);
    if (!rest.empty()) {
      const std::size_t first = whole.find('\n') + 1;
      rest.append(whole.substr(0, first));
      print(task, stream, rest);
      whole.remove_prefix(first);
    }
    if (!whole.empty()) print(task, stream, whole);
    rest.assign(piece.substr(last + 1));
  }
  if (rest.size() >= kLongestLine || (rules_.unbuffered && !rest.empty())) end(task, stream, rest);
}

void LinePrinter::finish() {
  for (auto& [from, rest] : rests_) end(from.first, from.second, rest);
}

void LinePrinter::end(std::uint32_t task, std::uint16_t stream, std::string& rest) {
  if (rest.empty()) return;
  if (rules_.label) rest.push_back('\n');
  print(task, stream, rest);
  rest.clear();
}

void LinePrinter::print(std::uint32_t task, std::uint16_t stream, std::string_view lines) {
  if (!rules_.label) return emit_(stream, lines);
  std::string label = std::to_string(task) + ": ";
  const std::size_t width = static_cast<std::size_t>(label_width_) + 2;
  if (label.size() < width) label.insert(0, width - label.size(), ' ');
  labelled_.clear();
  while (!lines.empty()) {
    const std::size_t size = lines.find('\n') + 1;
    labelled_.append(label).append(lines.substr(0, size));
    lines.remove_prefix(size);
  }
  emit_(stream, labelled_);
}

}  // namespace minislurm::steps
