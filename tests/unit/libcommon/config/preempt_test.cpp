// The Preempt keys of slurm.conf.
#include <gmock/gmock.h>

#include "libcommon/config/load.h"
#include "libcommon/text/preempt_mode.h"
#include "tests/unit/libcommon/config/folder.h"

namespace minislurm::config {
namespace {

using testing::HasSubstr;

constexpr const char* kMinimal = "ClusterName=c\nNodeName=n[1-4] CPUs=2\n";

class PreemptKeys : public testing::Test {
 protected:
  Result<Cluster> load(const std::string& lines, const std::string& partition = "") {
    os::Machine machine;
    machine.hostname = machine.short_hostname = "here";
    machine.cpus = {0, 1};
    const std::string end = "PartitionName=p Nodes=ALL" + partition + "\n";
    return load_cluster(folder_.write("slurm.conf", kMinimal + lines + end), machine);
  }
  std::string error_of(const std::string& lines, const std::string& partition = "") {
    const auto loaded = load(lines, partition);
    return loaded ? "loaded" : loaded.error().detail;
  }
  static std::string shown(const Cluster& cluster, const std::string& key) {
    for (const auto& [name, value] : cluster.shown_config)
      if (name == key) return value;
    return {};
  }

  Folder folder_;
};

TEST_F(PreemptKeys, AreReadAndShown) {
  const auto cluster = load("PreemptType=preempt/qos\nPreemptMode=suspend,gang\nPreemptExemptTime=10\n"
                            "PreemptParameters=youngest_first,reorder_count=3,min_exempt_priority=7,reclaim_licenses\n"
                            "SchedulerTimeSlice=5\n");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  const PreemptSettings& settings = cluster->settings.preempt;
  EXPECT_EQ(settings.type, PreemptType::Qos);
  EXPECT_TRUE(has(settings.mode, PreemptBit::Suspend));
  EXPECT_EQ(settings.exempt_time, Seconds{600});
  EXPECT_EQ(settings.time_slice, Seconds{5});
  EXPECT_TRUE(settings.youngest_first && settings.reclaim_licenses && !settings.strict_order);
  EXPECT_EQ(settings.reorder_count, 3U);
  EXPECT_EQ(settings.min_exempt_priority, 7U);
  EXPECT_EQ(shown(*cluster, "PreemptMode"), "GANG,SUSPEND");
  EXPECT_EQ(shown(*cluster, "PreemptExemptTime"), "00:10:00");
}

TEST_F(PreemptKeys, TheWordsOfOlderReleasesStandAmongSchedulerParameters) {
  const auto cluster = load("PreemptType=preempt/partition_prio\nPreemptMode=CANCEL\n"
                            "SchedulerParameters=preempt_strict_order,preempt_reorder_count=2\n");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  EXPECT_TRUE(cluster->settings.preempt.strict_order);
  EXPECT_EQ(cluster->settings.preempt.reorder_count, 2U);
}

TEST_F(PreemptKeys, TypeAndModeHaveToGoTogether) {
  for (const char* lines : {"PreemptMode=CANCEL\n", "PreemptMode=SUSPEND,GANG\n", "PreemptType=preempt/qos\n",
                            "PreemptType=preempt/qos\nPreemptMode=WITHIN\n"})
    EXPECT_THAT(error_of(lines), HasSubstr("PreemptType and PreemptMode values incompatible")) << lines;
  EXPECT_EQ(error_of("PreemptMode=GANG\n"), "loaded");
  EXPECT_EQ(error_of("PreemptType=preempt/partition_prio\nPreemptMode=CANCEL,WITHIN\n"), "loaded");
}

TEST_F(PreemptKeys, SuspendNeedsGangAlsoForAPartition) {
  EXPECT_THAT(error_of("PreemptType=preempt/qos\nPreemptMode=SUSPEND\n"), HasSubstr("PreemptMode=SUSPEND requires GANG too"));
  EXPECT_THAT(error_of("PreemptType=preempt/partition_prio\nPreemptMode=CANCEL\n", " PreemptMode=SUSPEND"),
              HasSubstr("needs GANG"));
}

TEST_F(PreemptKeys, WordsThatAreNoneAreNamed) {
  EXPECT_THAT(error_of("PreemptType=preempt/qos\nPreemptMode=NONSENSE\n"), HasSubstr("PreemptMode=NONSENSE invalid"));
  EXPECT_THAT(error_of("PreemptType=preempt/qos\nPreemptMode=CANCEL,REQUEUE\n"), HasSubstr("CANCEL,REQUEUE invalid"));
}

TEST(PreemptMode, IsShownInSlurmsOrder) {
  EXPECT_EQ(text::format_preempt_mode(*text::parse_preempt_mode("cancel,within")), "WITHIN,CANCEL");
  EXPECT_EQ(text::format_preempt_mode(0), "OFF");
}

}  // namespace
}  // namespace minislurm::config
