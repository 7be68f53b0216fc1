#include "commands/sbcast/options.h"

#include <cctype>

#include "libcommon/options/setters.h"
#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::sbcast {
namespace {

using options::Argument;
using options::count_up;
using options::set_flag;
using options::set_text;

constexpr std::uint64_t kMostBlock = 512U << 20;

// "8k", "4m"; a value that is none is passed over.
Status set_size(Options& to, std::string_view value) {
  const std::size_t digits = std::min(value.find_first_not_of("0123456789"), value.size());
  const Result<std::uint32_t> count = text::parse_u32(value.substr(0, digits));
  std::uint64_t unit = 1;
  const std::string_view suffix = value.substr(digits);
  if (text::iequals(suffix, "k")) unit = 1U << 10;
  else if (text::iequals(suffix, "m")) unit = 1U << 20;
  else if (!suffix.empty()) unit = 0;
  if (!count || unit == 0 || *count * unit > kMostBlock) {
    to.remarks.emplace_back("size specification is invalid, ignored");
  } else if (*count > 0) {
    to.block_size = *count * unit;
  }
  return {};
}

Status set_compress(Options& to, std::string_view value) {
  to.compress = value.empty() || text::iequals(value, "lz4") ? 1 : 0;
  if (!value.empty() && !text::iequals(value, "lz4") && !text::iequals(value, "none"))
    to.complaints.push_back("Compression type '" + std::string(value) + "' unknown, disabling compression support.");
  return {};
}

Status set_send_libs(Options& to, std::string_view value) {
  const bool yes = value.empty() || text::iequals(value, "yes"), no = text::iequals(value, "no");
  if (!yes && !no) to.complaints.push_back("Ignoring unrecognized --send-libs value '" + std::string(value) + "'");
  if (yes || no) to.send_libs = yes;
  return {};
}

template <auto Member>
Status set_number(Options& to, std::string_view value) {
  to.*Member = text::parse_u32(value).value_or(0);
  return {};
}

constexpr options::Option<Options> kRows[] = {
    {"force", 'f', Argument::None, "", "SBCAST_FORCE", "replace a file that is there", set_flag<&Options::force>},
    {"preserve", 'p', Argument::None, "", "SBCAST_PRESERVE", "keep the file's times",
     set_flag<&Options::preserve>},
    {"jobid", 'j', Argument::Required, "JOB[.STEP]", "",
     "the job, or the step, whose nodes get the file; else the job it runs in", set_text<&Options::job>},
    {"nodelist", 'w', Argument::Required, "NODES", "", "only these nodes of the job", set_text<&Options::node_list>},
    {"no-allocation", 'Z', Argument::None, "", "", "the nodes of --nodelist, whatever runs on them",
     set_flag<&Options::no_allocation>},
    {"send-libs", 0, Argument::Optional, "yes|no", "SBCAST_SEND_LIBS", "also the libraries of a program",
     set_send_libs},
    {"exclude", 0, Argument::Required, "FOLDERS", "SBCAST_EXCLUDE", "libraries that need not be sent",
     set_text<&Options::exclude>},
    {"compress", 'C', Argument::Optional, "TYPE", "SBCAST_COMPRESS", "lz4 or none; nothing travels here", set_compress},
    {"size", 's', Argument::Required, "SIZE", "SBCAST_SIZE", "bytes in a block, with k or m", set_size},
    {"treewidth", 'F', Argument::Required, "N", "SBCAST_TREEWIDTH SBCAST_FANOUT", "nodes that a node hands it on to",
     set_number<&Options::tree_width>},
    {"fanout", 0, Argument::Required, "N", "", "the older name of --treewidth", set_number<&Options::tree_width>},
    {"timeout", 't', Argument::Required, "SECONDS", "SBCAST_TIMEOUT", "how long a node may take",
     set_number<&Options::timeout>},
    {"verbose", 'v', Argument::None, "", "", "say more", count_up<&Options::verbose>},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Options", kRows).add("Help", options::kHelpRows);
  return set;
}

}  // namespace minislurm::sbcast
