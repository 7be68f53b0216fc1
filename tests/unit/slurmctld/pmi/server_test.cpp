#include "slurmctld/pmi/server.h"

#include <gtest/gtest.h>

#include <random>

namespace minislurm::pmi {
namespace {

World three_on_two_nodes() { return {"12.0", {0, 0, 1}}; }

// What the one who asked is told; each piece of text is what he said.
std::string said(Server& server, std::uint32_t rank, const std::string& text) {
  std::string heard;
  for (const Answer& answer : server.take(rank, text).answers)
    if (answer.rank == rank) heard += answer.bytes;
  return heard;
}

std::string frame(const std::string& text) {
  char count[16];
  std::snprintf(count, sizeof count, "%6zu", text.size());
  return count + text;
}

TEST(PmiLines, greet_and_tell_of_the_step) {
  Server server(three_on_two_nodes());
  EXPECT_EQ(said(server, 1, "cmd=init pmi_version=1 pmi_subversion=1\n"),
            "cmd=response_to_init rc=0 pmi_version=1 pmi_subversion=1\n");
  EXPECT_EQ(said(server, 1, "cmd=get_maxes\n"), "cmd=maxes rc=0 kvsname_max=256 keylen_max=64 vallen_max=1024\n");
  EXPECT_EQ(said(server, 1, "cmd=get_my_kvsname\n"), "cmd=my_kvsname rc=0 kvsname=12.0\n");
  EXPECT_EQ(said(server, 1, "cmd=get_universe_size\n"), "cmd=universe_size rc=0 size=3\n");
  EXPECT_EQ(said(server, 1, "cmd=get kvsname=12.0 key=PMI_process_mapping\n"),
            "cmd=get_result rc=0 value=(vector,(0,1,2),(1,1,1))\n");
}

TEST(PmiLines, what_one_puts_the_others_get_and_a_value_may_hold_blanks) {
  Server server(three_on_two_nodes());
  EXPECT_EQ(said(server, 0, "cmd=put kvsname=12.0 key=card value=a b=c\n"), "cmd=put_result rc=0\n");
  EXPECT_EQ(said(server, 2, "cmd=get kvsname=12.0 key=card\n"), "cmd=get_result rc=0 value=a b=c\n");
  EXPECT_EQ(said(server, 2, "cmd=get kvsname=12.0 key=other\n"),
            "cmd=get_result rc=-1 msg=key_not_found value=unknown\n");
  EXPECT_EQ(said(server, 2, "cmd=getbyidx kvsname=12.0 idx=0\n"),
            "cmd=getbyidx_results rc=0 nextidx=1 key=card val=a b=c\n");
  EXPECT_EQ(said(server, 2, "cmd=getbyidx kvsname=12.0 idx=1\n"), "cmd=getbyidx_results rc=-2 reason=no_more_keyvals\n");
}

TEST(PmiLines, nobody_leaves_the_barrier_before_the_last_has_come) {
  Server server(three_on_two_nodes());
  EXPECT_TRUE(server.take(0, "cmd=barrier_in\n").answers.empty());
  EXPECT_TRUE(server.take(2, "cmd=barrier_in\n").answers.empty());
  const Outcome last = server.take(1, "cmd=barrier_in\n");
  ASSERT_EQ(last.answers.size(), 3U);
  for (const Answer& answer : last.answers) EXPECT_EQ(answer.bytes, "cmd=barrier_out rc=0\n");
  EXPECT_TRUE(server.take(1, "cmd=barrier_in\n").answers.empty()) << "the next barrier is a new one";
}

TEST(PmiLines, a_spawn_is_refused_as_a_whole) {
  Server server(three_on_two_nodes());
  EXPECT_EQ(said(server, 0, "mcmd=spawn\nnprocs=2\nexecname=a\nendcmd\ncmd=get_appnum\n"),
            "cmd=spawn_result rc=-1 msg=not_supported\ncmd=appnum rc=0 appnum=0\n");
}

TEST(PmiLines, an_abort_is_handed_on) {
  Server server(three_on_two_nodes());
  const Outcome outcome = server.take(2, "cmd=abort exitcode=7\n");
  ASSERT_TRUE(outcome.abort);
  EXPECT_EQ(outcome.abort->rank, 2U);
  EXPECT_EQ(outcome.abort->text, "7");
}

TEST(PmiLines, who_speaks_another_language_is_hung_up_on) {
  Server server(three_on_two_nodes());
  EXPECT_TRUE(server.take(0, "GET / HTTP/1.1\n").hang_up);
  EXPECT_TRUE(server.take(1, "cmd=nonsense\n").hang_up);
  EXPECT_TRUE(server.take(2, std::string(100'000, 'x')).hang_up) << "a line without end";
}

TEST(PmiLines, keys_and_values_that_are_too_long_are_refused) {
  Server server(three_on_two_nodes());
  EXPECT_EQ(said(server, 0, "cmd=put kvsname=12.0 key=k value=" + std::string(1025, 'v') + "\n"),
            "cmd=put_result rc=-1 msg=too_long\n");
  EXPECT_EQ(said(server, 0, "cmd=put kvsname=12.0 key=" + std::string(65, 'k') + " value=v\n"),
            "cmd=put_result rc=-1 msg=too_long\n");
}

TEST(PmiFrames, begin_after_a_line_that_asks_for_version_two) {
  Server server(three_on_two_nodes());
  EXPECT_EQ(said(server, 2, "cmd=init pmi_version=2 pmi_subversion=0\n"),
            "cmd=response_to_init rc=0 pmi_version=2 pmi_subversion=0\n");
  EXPECT_EQ(said(server, 2, frame("cmd=fullinit;pmijobid=12.0;pmirank=2;threaded=FALSE;")),
            frame("cmd=fullinit-response;pmi-version=2;pmi-subversion=0;rank=2;size=3;appnum=0;debugged=FALSE;"
                  "pmiverbose=FALSE;rc=0;"));
  EXPECT_EQ(said(server, 2, frame("cmd=job-getid;")), frame("cmd=job-getid-response;jobid=12.0;rc=0;"));
}

struct Frames : testing::Test {
  Frames() {
    for (std::uint32_t rank = 0; rank < 3; ++rank) server.take(rank, "cmd=init pmi_version=2 pmi_subversion=0\n");
  }
  Server server{three_on_two_nodes()};
};

TEST_F(Frames, keep_semicolons_in_values) {
  EXPECT_EQ(said(server, 0, frame("cmd=kvs-put;key=a;value=x;;y;")), frame("cmd=kvs-put-response;rc=0;"));
  EXPECT_EQ(said(server, 1, frame("cmd=kvs-get;jobid=12.0;srcid=-1;key=a;")),
            frame("cmd=kvs-get-response;flag=TRUE;value=x;;y;rc=0;"));
  EXPECT_EQ(said(server, 1, frame("cmd=kvs-get;jobid=12.0;srcid=-1;key=b;")), frame("cmd=kvs-get-response;flag=FALSE;rc=0;"));
}

TEST_F(Frames, fence_everybody) {
  EXPECT_TRUE(server.take(0, frame("cmd=kvs-fence;")).answers.empty());
  EXPECT_TRUE(server.take(1, frame("cmd=kvs-fence;")).answers.empty());
  EXPECT_EQ(server.take(2, frame("cmd=kvs-fence;")).answers.size(), 3U);
}

TEST_F(Frames, answer_who_waits_for_a_node_s_attribute_when_a_neighbour_puts_it) {
  EXPECT_TRUE(server.take(0, frame("cmd=info-getnodeattr;thrid=4;key=shm;wait=TRUE;")).answers.empty());
  EXPECT_EQ(server.take(2, frame("cmd=info-putnodeattr;key=shm;value=elsewhere;")).answers.size(), 1U);
  const Outcome put = server.take(1, frame("cmd=info-putnodeattr;key=shm;value=here;"));
  ASSERT_EQ(put.answers.size(), 2U);
  EXPECT_EQ(put.answers.back().rank, 0U);
  EXPECT_EQ(put.answers.back().bytes, frame("cmd=info-getnodeattr-response;thrid=4;flag=TRUE;value=here;rc=0;"));
}

TEST_F(Frames, know_the_job_s_attributes) {
  EXPECT_EQ(said(server, 0, frame("cmd=info-getjobattr;key=PMI_process_mapping;")),
            frame("cmd=info-getjobattr-response;flag=TRUE;value=(vector,(0,1,2),(1,1,1));rc=0;"));
  EXPECT_EQ(said(server, 0, frame("cmd=info-getjobattr;key=what;")), frame("cmd=info-getjobattr-response;flag=FALSE;rc=0;"));
}

TEST_F(Frames, end_with_a_farewell_after_which_another_program_may_begin) {
  EXPECT_EQ(said(server, 0, frame("cmd=finalize;")), frame("cmd=finalize-response;rc=0;"));
  EXPECT_EQ(said(server, 0, "cmd=init pmi_version=1 pmi_subversion=1\n"),
            "cmd=response_to_init rc=0 pmi_version=1 pmi_subversion=1\n");
}

TEST_F(Frames, with_a_count_that_is_no_number_end_the_connection) {
  EXPECT_TRUE(server.take(0, " 12x56cmd=kvs-fence;").hang_up);
}

// However the bytes are cut, the answers are the same; whatever they are, the server lives.
TEST(Pmi, takes_bytes_in_any_pieces) {
  constexpr unsigned kSeed = 4711;
  std::mt19937 random(kSeed);
  const std::string talk = "cmd=init pmi_version=2 pmi_subversion=0\n" + frame("cmd=fullinit;pmirank=0;") +
                           frame("cmd=kvs-put;key=a;value=b;") + frame("cmd=kvs-get;key=a;") + frame("cmd=finalize;") +
                           "cmd=get_appnum\n";
  Server whole({"1.0", {0, 1}});
  const std::string expected = said(whole, 0, talk);
  for (int round = 0; round < 10'000; ++round) {
    Server server({"1.0", {0, 1}});
    std::string heard;
    for (std::size_t at = 0; at < talk.size();) {
      const std::size_t size = 1 + random() % 40;
      heard += said(server, 0, talk.substr(at, size));
      at += size;
    }
    ASSERT_EQ(heard, expected) << "seed " << kSeed << ", round " << round;
    std::string noise = talk;
    for (int changes = 0; changes < 4; ++changes) noise[random() % noise.size()] = static_cast<char>(random() % 256);
    server.take(1, noise);
  }
}

}  // namespace
}  // namespace minislurm::pmi
