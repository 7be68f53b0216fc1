#include "slurmctld/core/dependency.h"

#include <algorithm>
#include <iterator>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::core {
namespace {

constexpr std::size_t kMaxTerms = 4096;

struct KindName {
  DependencyKind kind;
  std::string_view name;
};

constexpr KindName kKinds[] = {
    {DependencyKind::After, "after"},
    {DependencyKind::AfterAny, "afterany"},
    {DependencyKind::AfterOk, "afterok"},
    {DependencyKind::AfterNotOk, "afternotok"},
    {DependencyKind::AfterCorr, "aftercorr"},
    {DependencyKind::AfterBurstBuffer, "afterburstbuffer"},
    {DependencyKind::Singleton, "singleton"},
    {DependencyKind::Expand, "expand"},
};

std::string_view name_of(DependencyKind kind) {
  return std::find_if(std::begin(kKinds), std::end(kKinds), [kind](const KindName& row) { return row.kind == kind; })->name;
}

constexpr std::string_view kUnfulfilled = "(unfulfilled)", kFailed = "(failed)", kWholeArray = "_*";

Error bad() { return Error{Code::Dependency}; }

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (text.size() < suffix.size() || text.substr(text.size() - suffix.size()) != suffix) return false;
  text.remove_suffix(suffix.size());
  return true;
}

// "12", "12_3", "12_*", "12+5".
Result<DependencyTerm> parse_target(DependencyKind kind, std::string_view text) {
  DependencyTerm term;
  term.kind = kind;
  if (const auto plus = text.find('+'); plus != std::string_view::npos) {
    const auto minutes = text::parse_u32(text.substr(plus + 1), 525600U * 10);
    if (!minutes || (kind == DependencyKind::After && *minutes == 0)) return bad();
    term.delay = Minutes{*minutes};  // others than After take it and show it, to no effect
    text = text.substr(0, plus);
  }
  term.whole_array = take_suffix(text, kWholeArray);
  if (const auto bar = text.find('_'); bar != std::string_view::npos) {
    const auto task = text::parse_u32(text.substr(bar + 1));
    if (!task) return bad();
    term.task = *task;
    text = text.substr(0, bar);
  }
  const auto id = text::parse_u32(text);
  if (!id || *id == 0) return bad();
  term.job = JobId{*id};
  return term;
}

// One item between separators: "afterok:12:13", "singleton", "12".
Status parse_item(std::string_view item, std::vector<DependencyTerm>& terms) {
  TermState state = TermState::Unfulfilled;
  if (take_suffix(item, kFailed)) state = TermState::Failed;
  else take_suffix(item, kUnfulfilled);
  if (!item.empty() && item.front() >= '0' && item.front() <= '9') {  // an id alone means afterany
    const auto term = parse_target(DependencyKind::AfterAny, item);
    if (!term) return term.error();
    terms.push_back(*term);
    return {};
  }
  const auto pieces = text::split(item, ':');
  const auto* row = std::find_if(std::begin(kKinds), std::end(kKinds),
                                 [&](const KindName& kind) { return text::iequals(kind.name, pieces.front()); });
  if (row == std::end(kKinds)) return bad();
  if (row->kind == DependencyKind::Singleton) {
    if (pieces.size() != 1) return bad();
    DependencyTerm term;
    term.kind = row->kind;
    term.state = state;
    terms.push_back(term);
    return {};
  }
  if (pieces.size() < 2) return bad();
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    auto term = parse_target(row->kind, pieces[i]);
    if (!term) return term.error();
    term->state = state;
    terms.push_back(*term);
  }
  return {};
}

}  // namespace

Result<Dependency> parse_dependency(std::string_view text) {
  Dependency dependency;
  text = text::trim(text);
  if (text.empty() || text == "0") return dependency;
  const bool all = text.find(',') != std::string_view::npos;
  dependency.any = text.find('?') != std::string_view::npos;
  if (all && dependency.any) return bad();
  for (const std::string_view item : text::split(text, dependency.any ? '?' : ',')) {
    if (auto status = parse_item(text::trim(item), dependency.terms); !status) return status.error();
    if (dependency.terms.size() > kMaxTerms) return bad();
  }
  return dependency;
}

std::string render(const Dependency& dependency) {
  std::string out;
  for (const DependencyTerm& term : dependency.terms) {
    if (term.state == TermState::Fulfilled) continue;
    if (!out.empty()) out += dependency.any ? '?' : ',';
    out += name_of(term.kind);
    if (number(term.job) != 0) {
      out += ':' + to_string(term.job);
      if (term.task) out += '_' + std::to_string(*term.task);
      else if (term.whole_array) out += kWholeArray;
      if (term.delay.count() != 0) out += '+' + std::to_string(term.delay.count());
    }
    out += term.state == TermState::Failed ? kFailed : kUnfulfilled;
  }
  return out;
}

TermState overall(const Dependency& dependency) {
  const auto count = [&](TermState state) {
    return static_cast<std::size_t>(std::count_if(dependency.terms.begin(), dependency.terms.end(),
                                                  [state](const DependencyTerm& term) { return term.state == state; }));
  };
  const std::size_t all = dependency.terms.size(), met = count(TermState::Fulfilled), failed = count(TermState::Failed);
  if (all == 0) return TermState::Fulfilled;
  if (dependency.any) return met > 0 ? TermState::Fulfilled : failed == all ? TermState::Failed : TermState::Unfulfilled;
  return failed > 0 ? TermState::Failed : met == all ? TermState::Fulfilled : TermState::Unfulfilled;
}

}  // namespace minislurm::core
