#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>

#include "libcommon/table/renderer.h"
#include "libcommon/table/sacct_format.h"
#include "libcommon/table/sort.h"

namespace minislurm::table {
namespace {

using testing::ElementsAre;

struct Job {
  int id = 0;
  std::string name;
  std::string state;
};
struct Options {
  std::string prefix;
};
using JobColumn = Column<Job, Options>;

constexpr JobColumn kColumns[] = {
    {"JobID", 'i', -12, "JOBID", [](const Job& job, const Options& o) { return o.prefix + std::to_string(job.id); }},
    {"JobName", 'j', 10, "NAME", [](const Job& job, const Options&) { return job.name; }},
    {"State", 'T', 10, "STATE", [](const Job& job, const Options&) { return job.state; }},
    {"Priority", 'Q', 10, "PRIORITY", [](const Job& job, const Options&) { return std::to_string(job.id * 10); }},
};
constexpr std::span<const JobColumn> kTable{kColumns};

const std::vector<Job> kJobs = {{1, "alpha", "PENDING"}, {2, "beta", "RUNNING"}};

std::string short_table(std::string_view format, bool header = false) {
  return render(lay_out_short(format, kTable), kJobs, Options{"JOB0"}, header);
}
std::string long_table(std::string_view format, bool header = false) {
  return render(lay_out_long(format, kTable), kJobs, Options{"JOB0"}, header);
}

TEST(ShortFormat, WidthsAndLiteralsAreKept) {
  EXPECT_EQ(short_table("%.8i %.3j|%-"), "   JOB01 alp|%-\n   JOB02 bet|%-\n");
  EXPECT_EQ(short_table("%i|%10j|%.10j"), "JOB01|alpha     |     alpha\nJOB02|beta      |      beta\n");
  EXPECT_EQ(short_table("id=%i/%j", true), "id=JOBID/NAME\nid=JOB01/alpha\nid=JOB02/beta\n");
  EXPECT_EQ(short_table("plain"), "plain\nplain\n");
}

TEST(ShortFormat, UnknownLettersAreReportedAndStay) {
  const auto layout = lay_out_short("%Q%!", kTable);
  EXPECT_THAT(layout.unknown, ElementsAre("!"));
  EXPECT_EQ(unknown_field_message("job", layout.unknown[0]), "Invalid job format specification: !");
  EXPECT_EQ(short_table("%Q%!", true), "PRIORITY%!\n10%!\n20%!\n");
  EXPECT_THAT(lay_out_short("%5i|%.5i|%-5i", kTable).unknown, ElementsAre("-"));
  EXPECT_EQ(short_table("%5i|%.6i|%-5i").substr(0, 17), "JOB01| JOB01|%-5i");
}

TEST(ShortFormat, HugeWidthsAreBounded) {
  EXPECT_EQ(parse_short_format("%99999999999999999999i").fields.front().width, kMaxWidth);
}

TEST(LongFormat, FieldsHaveAWidthOfTwentyOrTheirOwn) {
  EXPECT_EQ(long_table("jobid:10,JOBNAME:8,state:10"), "JOB01     alpha   PENDING   \nJOB02     beta    RUNNING   \n");
  EXPECT_EQ(long_table("jobname:.8,state", true),
            "    NAMESTATE               \n   alphaPENDING             \n    betaRUNNING             \n");
  EXPECT_EQ(long_table("jobname:###,state:4|"), "alpha###PEND|\nbeta###RUNN|\n");
  EXPECT_THAT(lay_out_long("jobid,exclusive:6", kTable).unknown, ElementsAre("exclusive"));
}

TEST(Renderer, TenThousandRowsAreQuick) {
  std::vector<Job> many(10000, kJobs[0]);
  const auto layout = lay_out_short("%.18i %.9j %.8T %.8Q %.2T %.10i %.6i %R", kTable);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_GT(render(layout, many, Options{}, true).size(), 600000U);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds{300});
}

std::string sacct(std::string_view format, SacctStyle style, bool header = false) {
  auto layout = lay_out_sacct(format, kTable);
  if (!layout) return to_string(layout.error());
  layout->style = style;
  const std::vector<Job> jobs = {{2, "badjob", "FAILED"}, {3, "gone", "CANCELLED by 0"}};
  return render_sacct(*layout, jobs, Options{"JOB0"}, header);
}

TEST(Sacct, PadsToTheRightAndMarksWhatIsCut) {
  EXPECT_EQ(sacct("jobid%10,jobname%-12,state%6,priority%8", SacctStyle::Columns),
            "     JOB02 badjob       FAILED       20 \n     JOB03 gone         CANCE+       30 \n");
  EXPECT_EQ(sacct("jobid,state", SacctStyle::Columns, true),
            "JOBID             STATE \n------------ ---------- \nJOB02            FAILED \nJOB03        CANCELLED+ \n");
}

TEST(Sacct, ParsableLinesAreNeverCut) {
  EXPECT_EQ(sacct("jobid,state%4", SacctStyle::ParsableOpen, true),
            "JOBID|STATE\nJOB02|FAILED\nJOB03|CANCELLED by 0\n");
  EXPECT_EQ(sacct("jobid,state", SacctStyle::Parsable), "JOB02|FAILED|\nJOB03|CANCELLED by 0|\n");
}

TEST(Sacct, KnowsAbbreviationsAndAllAndRefusesTheRest) {
  EXPECT_EQ(sacct("prio", SacctStyle::ParsableOpen), "20\n30\n");
  EXPECT_EQ(sacct("ALL", SacctStyle::ParsableOpen), "JOB02|badjob|FAILED|20\nJOB03|gone|CANCELLED by 0|30\n");
  EXPECT_EQ(sacct("nosuchfield", SacctStyle::Columns), "Invalid field requested: \"nosuchfield\"");
}

TEST(Sort, TheFirstLetterWeighsMost) {
  constexpr Order<Job> kOrders[] = {
      {'i', [](const Job& left, const Job& right) { return three_way(left.id, right.id); }},
      {'t', [](const Job& left, const Job& right) { return three_way(left.state, right.state); }},
  };
  const auto sorted = [&](std::string_view keys) {
    std::vector<Job> jobs = {{1, "", "R"}, {2, "", "PD"}, {3, "", "R"}, {4, "", "PD"}};
    std::stable_sort(jobs.begin(), jobs.end(), *make_sorter(keys, std::span<const Order<Job>>{kOrders}));
    std::vector<int> ids;
    for (const Job& job : jobs) ids.push_back(job.id);
    return ids;
  };
  EXPECT_THAT(sorted("-i"), ElementsAre(4, 3, 2, 1));
  EXPECT_THAT(sorted("t,-i"), ElementsAre(4, 2, 3, 1));
  EXPECT_THAT(sorted("-t"), ElementsAre(1, 3, 2, 4));
  EXPECT_THAT(sorted("-t+i"), ElementsAre(1, 3, 2, 4));
  EXPECT_EQ(to_string(make_sorter("z", std::span<const Order<Job>>{kOrders}).error()), "Invalid sort specification: z");
}

}  // namespace
}  // namespace minislurm::table
