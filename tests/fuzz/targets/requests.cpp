// Requests of an ordinary user and of root against a whole controller in memory, several after each other, with a crash
// now and then: every one is answered once at the most, and the state's invariants hold after each turn.
// An input is a list of lines. "r KIND BYTES": any request; "u ENTITY VERB KEY=VALUE ...": an update; "s OPTIONS": what
// sbatch would send; "c JOBS", "a ACTION JOBS"; "t SECONDS"; "x": kill -9. An upper-case letter: root asks.
#include <algorithm>
#include <cctype>

#include "libcommon/options/job_options.h"
#include "libcommon/text/key_value.h"
#include "libcommon/text/words.h"
#include "slurmctld/requests/selector.h"
#include "tests/fuzz/target.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::fuzz {
namespace {

using wire::RequestKind;

constexpr std::size_t kMostLines = 12;  // an input's price is bounded

core::Caller caller_of(bool root) {
  core::Caller who;
  who.user = UserId{root ? 0U : 1000U};
  who.group = GroupId{root ? 0U : 1000U};
  who.user_name = who.group_name = root ? "root" : "alice";
  who.is_operator = root;
  return who;
}

options::OptionSet<options::JobOptions> sbatch_rows() {
  options::OptionSet<options::JobOptions> set(options::kSbatch);
  options::add_job_options(set);
  return set;
}

void submit(test::Harness& world, std::string_view line) {
  static const options::OptionSet<options::JobOptions> kRows = sbatch_rows();
  const Result<std::vector<std::string>> words = text::split_shell_words(line);
  options::JobOptions given;
  given.now = world.now;
  std::vector<std::string> warnings;
  if (!words || !kRows.parse(*words, given) || !options::finish_job_options(given, warnings)) return;
  wire::SubmitRequest request;
  request.spec = given.spec;
  request.script = "#!/bin/sh\n";
  world.start_asking(RequestKind::Submit, wire::encode(request));
}

void update(test::Harness& world, std::string_view line) {
  wire::UpdateRequest request;
  request.entity = static_cast<wire::Entity>(take_byte(line) % 8);
  request.verb = static_cast<wire::UpdateVerb>(take_byte(line) % 4);
  const Result<std::vector<text::KeyValue>> pairs = text::parse_key_values(line);
  if (!pairs) return;
  for (const text::KeyValue& pair : *pairs) request.keys.emplace_back(pair.key, pair.value);
  world.start_asking(RequestKind::Update, wire::encode(request));
}

void act(test::Harness& world, std::string_view line) {
  const auto action = static_cast<wire::JobAction>(take_byte(line) % 10);
  const auto jobs = requests::parse_selectors(line);
  if (!jobs) return;
  wire::ActOnJobsRequest request;
  request.action = action;
  request.jobs = *jobs;
  world.start_asking(RequestKind::ActOnJobs, wire::encode(request));
}

void cancel(test::Harness& world, std::string_view line) {
  wire::CancelRequest request;
  request.signal = take_byte(line) % 70;
  const auto jobs = requests::parse_selectors(line);
  if (!jobs) return;
  request.jobs = *jobs;
  world.start_asking(RequestKind::Cancel, wire::encode(request));
}

void do_line(test::Harness& world, std::string_view line) {
  const auto what = static_cast<char>(take_byte(line));
  world.as = caller_of(std::isupper(static_cast<unsigned char>(what)) != 0);
  switch (std::tolower(static_cast<unsigned char>(what))) {
    case 'r': {
      const auto kind = static_cast<RequestKind>(take_byte(line) % 32);
      world.start_asking(kind, std::string(line));
      break;
    }
    case 'u': return update(world, line);
    case 's': return submit(world, line);
    case 'c': return cancel(world, line);
    case 'a': return act(world, line);
    case 't': return world.later(Seconds{take_byte(line) * 60});
    case 'x': return world.crash();
    default: break;
  }
}

std::string raw(RequestKind kind, const std::string& payload) {
  return std::string("r") + static_cast<char>(kind) + payload;
}

}  // namespace

std::vector<std::string> made_seeds() {
  wire::SubmitRequest submission;
  submission.spec = test::batch(2, 10);
  submission.script = "#!/bin/sh\n";
  wire::StepSpec step;
  step.job = JobId{1};
  const std::string held = raw(RequestKind::Submit, wire::encode(submission));
  return {held, held + "\n" + raw(RequestKind::CreateStep, wire::encode(step)),
          held + "\nx\n" + raw(RequestKind::CompleteJob, wire::encode(wire::CompleteJobRequest{JobId{1}, {}}))};
}

}  // namespace minislurm::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm;
  testing::FLAGS_gtest_break_on_failure = true;  // a broken invariant is a crash
  test::Harness world(test::reference_cluster());
  std::string_view rest = fuzz::text_of(data, size);
  for (std::size_t lines = 0; !rest.empty() && lines < fuzz::kMostLines; ++lines) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    fuzz::do_line(world, rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return 0;
}
