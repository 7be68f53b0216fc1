#include "commands/support/messages.h"

#include <gtest/gtest.h>

#include "commands/support/identity.h"
#include "commands/support/option_report.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

TEST(Messages, BeginWithTheCommandAndFollowVerbosity) {
  fakes::FakeContext context("squeue");
  error(context, "bad");
  warning(context, "odd");
  info(context, "note");
  verbose(context, "hidden");
  EXPECT_EQ(context.complaints(), "squeue: error: bad\nsqueue: warning: odd\nsqueue: note\n");
}

TEST(Messages, QuietLeavesErrors) {
  fakes::FakeContext context("squeue");
  context.set_verbosity(-1);
  warning(context, "odd");
  info(context, "note");
  error_lines(context, "one\ntwo");
  EXPECT_EQ(context.complaints(), "squeue: error: one\nsqueue: error: two\n");
}

TEST(OptionReport, TellsUsageFromValues) {
  fakes::FakeContext context("scancel");
  EXPECT_EQ(report_option_error(context, Error{options::kUsageError, "invalid option -- 'y'"}), 1);
  EXPECT_EQ(report_option_error(context, Error::generic("bare\nInvalid --begin specification"), 255), 255);
  EXPECT_EQ(report_option_error(context, Error{options::kFatalValue, "number"}, 255), 1);
  EXPECT_EQ(context.complaints(),
            "scancel: invalid option -- 'y'\nTry \"scancel --help\" for more information\n"
            "bare\nscancel: error: Invalid --begin specification\nscancel: error: number\n");
}

TEST(Identity, KnowsRootByNameAndNumber) {
  EXPECT_EQ(find_user("root"), UserId{0});
  EXPECT_EQ(find_user("0"), UserId{0});
  EXPECT_EQ(find_user("no-such-user-here"), std::nullopt);
  EXPECT_EQ(user_name(UserId{0}), "root");
  EXPECT_EQ(find_group("root"), GroupId{0});
  EXPECT_EQ(primary_group(UserId{0}), GroupId{0});
}

}  // namespace
}  // namespace minislurm
