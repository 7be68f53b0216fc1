#include <gmock/gmock.h>

#include <csignal>

#include "libcommon/text/cpu_list.h"
#include "libcommon/text/signal_name.h"
#include "libcommon/text/tres.h"

namespace minislurm::text {
namespace {

using testing::ElementsAre;

TEST(Tres, EachCommandHasItsOrder) {
  const auto list = parse_tres("billing=2,node=1,gres/gpu=2,mem=40M,cpu=2");
  EXPECT_EQ(format_tres(*list, TresOrder::Controller), "cpu=2,mem=40M,node=1,billing=2,gres/gpu=2");
  EXPECT_EQ(format_tres(*list, TresOrder::ByName), "billing=2,cpu=2,gres/gpu=2,mem=40M,node=1");
  EXPECT_EQ(format_tres(*parse_tres("cpu=1,mem=3000M,node=0"), TresOrder::Controller), "cpu=1,mem=3000M");
  EXPECT_EQ(format_tres({}, TresOrder::ByName), "");
  for (const char* text : {"cpu", "=2", "cpu=", "cpu=x", "mem=1Q"}) EXPECT_FALSE(parse_tres(text)) << text;
}

TEST(Gres, RequestsHaveANameATypeAndACount) {
  EXPECT_THAT(*parse_gres("gpu"), ElementsAre(GresRequest{"gpu", "", 1}));
  EXPECT_THAT(*parse_gres("gpu:2"), ElementsAre(GresRequest{"gpu", "", 2}));
  EXPECT_THAT(*parse_gres("gres/gpu:2"), ElementsAre(GresRequest{"gpu", "", 2}));
  EXPECT_THAT(*parse_gres("gres:gpu=2"), ElementsAre(GresRequest{"gpu", "", 2}));
  EXPECT_THAT(*parse_gres("gpu:tesla"), ElementsAre(GresRequest{"gpu", "tesla", 1}));
  EXPECT_THAT(*parse_gres("gpu:a100:1,gpu:v100:3"),
              ElementsAre(GresRequest{"gpu", "a100", 1}, GresRequest{"gpu", "v100", 3}));
  EXPECT_THAT(*parse_gres("gpu:3g.20gb"), ElementsAre(GresRequest{"gpu", "3g.20gb", 1}));
  EXPECT_THAT(*parse_gres("shm:2k"), ElementsAre(GresRequest{"shm", "", 2048}));
  EXPECT_THAT(*parse_gres("none"), ElementsAre());
  EXPECT_THAT(*parse_gres(""), ElementsAre());
  for (const char* text : {":2", "gpu:", "gpu:a:", "gpu:a:b", "gpu:1:2:3", "g pu", "gpu:-1"}) {
    const auto list = parse_gres(text);
    ASSERT_FALSE(list) << text;
    EXPECT_EQ(list.error().code, Code::InvalidGres);
  }
}

TEST(Gres, IsPrintedWithAPrefixWhereWanted) {
  EXPECT_EQ(format_gres(*parse_gres("gpu:2,gpu:tesla")), "gpu:2,gpu:tesla:1");
  EXPECT_EQ(format_gres(*parse_gres("gpu:2"), "gres/"), "gres/gpu:2");
}

TEST(CpuLists, AreRangesOrMasks) {
  EXPECT_THAT(*parse_cpu_list("8,0-3"), ElementsAre(0, 1, 2, 3, 8));
  EXPECT_EQ(format_cpu_list(*parse_cpu_list("0-3,8")), "0-3,8");
  EXPECT_EQ(format_cpu_list(*parse_cpu_list("0-20:5")), "0,5,10,15,20");
  EXPECT_THAT(*parse_cpu_mask("0x10F"), ElementsAre(0, 1, 2, 3, 8));
  EXPECT_EQ(format_cpu_mask(*parse_cpu_list("0-3,8")), "0x10f");
  EXPECT_EQ(format_cpu_mask({}), "0x0");
  EXPECT_FALSE(parse_cpu_list("0-4", 4));
  EXPECT_FALSE(parse_cpu_list("1%2"));
  EXPECT_FALSE(parse_cpu_list(""));
  EXPECT_FALSE(parse_cpu_mask("0xg"));
  EXPECT_FALSE(parse_cpu_mask("0x"));
  EXPECT_FALSE(parse_cpu_mask("0x10", 4));
}

TEST(SignalNames, AreReadInAnyCaseAndPrintedBare) {
  EXPECT_EQ(*parse_signal("TERM"), SIGTERM);
  EXPECT_EQ(*parse_signal("SIGTERM"), SIGTERM);
  EXPECT_EQ(*parse_signal("sigusr1"), SIGUSR1);
  EXPECT_EQ(*parse_signal("15"), 15);
  EXPECT_EQ(signal_name(SIGUSR2), "USR2");
  EXPECT_EQ(signal_name(40), "40");
  for (const char* text : {"", "0", "65", "SIG", "NOSUCH", "-9", "9x"}) EXPECT_FALSE(parse_signal(text)) << text;
}

}  // namespace
}  // namespace minislurm::text
