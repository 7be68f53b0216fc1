#include "commands/sacctmgr/session.h"

#include <cctype>

#include "libcommon/text/words.h"

namespace minislurm::sacctmgr {
namespace {

constexpr Seconds kPatience{30};

}  // namespace

bool stands_for(std::string_view written, std::string_view word, std::size_t shortest) {
  return written.size() >= shortest && text::istarts_with(word, written);
}

bool confirmed(Session& session, std::string_view question) {
  if (session.options.immediate) return true;
  std::ostream& out = session.context.out();
  out << question << " (You have 30 seconds to decide)\n(N/y): " << std::flush;
  std::string answer;
  if (!session.context.wait_for_input(kPatience)) {
    out << "\n timeout\n";
    return false;
  }
  if (!std::getline(session.context.in(), answer)) {
    out << "\nerror: Inappropriate ioctl for device\n";
    return false;
  }
  out << '\n';
  return !answer.empty() && (answer[0] == 'y' || answer[0] == 'Y');
}

bool commits(Session& session) {
  if (confirmed(session, "Would you like to commit changes?")) return true;
  session.context.out() << " Changes Discarded\n";
  return false;
}

}  // namespace minislurm::sacctmgr
