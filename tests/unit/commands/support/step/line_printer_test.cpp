#include "commands/support/step/line_printer.h"

#include <gmock/gmock.h>

namespace minislurm::steps {
namespace {

using namespace std::string_literals;

class Printer {
 public:
  explicit Printer(LinePrinter::Rules rules)
      : printer_(rules, [this](std::uint16_t stream, std::string_view text) { shown[stream] += text; }) {}
  void feed(std::uint32_t task, std::string_view piece, std::uint16_t stream = 1) { printer_.feed(task, stream, piece); }
  void finish() { printer_.finish(); }
  std::map<std::uint16_t, std::string> shown;

 private:
  LinePrinter printer_;
};

TEST(LinePrinter, KeepsLinesOfDifferentTasksApart) {
  Printer printer({2, false, false});
  printer.feed(0, "one ");
  printer.feed(1, "other\nline");
  printer.feed(0, "line\n");
  printer.feed(1, "\n");
  EXPECT_EQ(printer.shown[1], "other\none line\nline\n");
}

TEST(LinePrinter, HandsOnAtOnceWhatCannotMix) {
  Printer printer({1, false, false});
  printer.feed(0, "Name? ");
  EXPECT_EQ(printer.shown[1], "Name? ");
}

TEST(LinePrinter, WidensLabelsToTheLastTasks) {
  Printer printer({101, true, false});
  printer.feed(7, "seven\n\n");
  printer.feed(100, "hundred\n");
  EXPECT_EQ(printer.shown[1], "  7: seven\n  7: \n100: hundred\n");
}

TEST(LinePrinter, EndsTheLastLineOfALabelledTask) {
  Printer printer({2, true, false});
  printer.feed(0, "rest");
  EXPECT_EQ(printer.shown[1], "");
  printer.feed(0, "");
  EXPECT_EQ(printer.shown[1], "0: rest\n");
}

TEST(LinePrinter, ShowsWhatIsLeftAsItIsWithoutLabels) {
  Printer printer({2, false, false});
  printer.feed(1, "a\0b"s);
  printer.finish();
  EXPECT_EQ(printer.shown[1], "a\0b"s);
}

TEST(LinePrinter, KeepsStreamsApart) {
  Printer printer({2, true, false});
  printer.feed(0, "out");
  printer.feed(0, "err\n", 2);
  printer.feed(0, "put\n");
  EXPECT_EQ(printer.shown[1], "0: output\n");
  EXPECT_EQ(printer.shown[2], "0: err\n");
}

TEST(LinePrinter, DoesNotWaitForTheEndOfAnEndlessLine) {
  Printer printer({2, false, false});
  const std::string piece(100000, 'x');
  printer.feed(0, piece);
  EXPECT_EQ(printer.shown[1], piece);
}

}  // namespace
}  // namespace minislurm::steps
