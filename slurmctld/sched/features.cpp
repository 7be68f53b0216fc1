#include "slurmctld/sched/features.h"

#include <algorithm>
#include <optional>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::sched {
namespace {

constexpr std::size_t kMaxText = 4096;
constexpr std::size_t kMaxDepth = 32;
constexpr std::uint32_t kMaxCount = 65536;

bool is_name_char(char c) { return c != '\0' && std::string_view{"&|!()[]*, \t"}.find(c) == std::string_view::npos; }

// or := and ('|' and)*; and := factor ('&' factor)*; factor := '!' factor | '(' or ')' | name. A comma means '&'.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  // The whole text must be one condition.
  std::optional<FeatureTest> whole() {
    std::vector<FeatureTest::Step> steps;
    if (!either(steps, 0) || at_ != text_.size()) return std::nullopt;
    return FeatureTest{std::move(steps)};
  }

 private:
  using Steps = std::vector<FeatureTest::Step>;
  using Kind = FeatureTest::Step::Kind;

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool either(Steps& out, std::size_t depth) {
    if (!both(out, depth)) return false;
    while (peek() == '|') {
      ++at_;
      if (!both(out, depth)) return false;
      out.push_back({Kind::Or, {}});
    }
    return true;
  }

  bool both(Steps& out, std::size_t depth) {
    if (!factor(out, depth)) return false;
    while (peek() == '&' || peek() == ',') {
      ++at_;
      if (!factor(out, depth)) return false;
      out.push_back({Kind::And, {}});
    }
    return true;
  }

  bool factor(Steps& out, std::size_t depth) {
    if (depth > kMaxDepth) return false;
    if (peek() == '!') {
      ++at_;
      if (!factor(out, depth + 1)) return false;
      out.push_back({Kind::Not, {}});
      return true;
    }
    if (peek() == '(') {
      ++at_;
      if (!either(out, depth + 1) || peek() != ')') return false;
      ++at_;
      return true;
    }
    const std::size_t start = at_;
    while (is_name_char(peek())) ++at_;
    if (at_ == start) return false;
    out.push_back({Kind::Name, std::string{text_.substr(start, at_ - start)}});
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Error bad(std::string_view text) { return Error{Code::InvalidFeature, std::string{text}}; }

// Pieces between separators that stand outside of parentheses and brackets.
std::vector<std::string_view> split_outside(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> pieces;
  std::size_t start = 0;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '(' || text[at] == '[') ++depth;
    if (text[at] == ')' || text[at] == ']') --depth;
    if (depth != 0 || separators.find(text[at]) == std::string_view::npos) continue;
    pieces.push_back(text.substr(start, at - start));
    start = at + 1;
  }
  pieces.push_back(text.substr(start));
  return pieces;
}

// "a", "(a&b)*4"; without a count: 0.
Result<CountedFeature> parse_counted(std::string_view piece) {
  CountedFeature counted;
  counted.count = 0;
  const std::size_t star = piece.rfind('*');
  if (star != std::string_view::npos) {
    const Result<std::uint32_t> count = text::parse_u32(piece.substr(star + 1), kMaxCount);
    if (!count || *count == 0) return bad(piece);
    counted.count = *count;
    piece = piece.substr(0, star);
  }
  std::optional<FeatureTest> test = Parser{piece}.whole();
  if (!test) return bad(piece);
  counted.test = std::move(*test);
  return counted;
}

// What stands in brackets: "rack1|rack2" is one alternative each, "a*2&b*4" counts within one.
Result<std::vector<FeatureAlternative>> parse_bracket(std::string_view inner) {
  std::vector<FeatureAlternative> alternatives;
  for (const std::string_view option : split_outside(inner, "|")) {
    FeatureAlternative alternative;
    for (const std::string_view piece : split_outside(option, "&")) {
      Result<CountedFeature> counted = parse_counted(piece);
      if (!counted) return counted.error();
      if (counted->count == 0) counted->count = 1;
      alternative.counted.push_back(std::move(*counted));
    }
    // One kind without a count: all nodes are of that kind.
    if (alternative.counted.size() == 1 && option.find('*') == std::string_view::npos) {
      alternative.all = std::move(alternative.counted.front().test);
      alternative.counted.clear();
    }
    alternatives.push_back(std::move(alternative));
  }
  return alternatives;
}

FeatureTest both(const FeatureTest& left, const FeatureTest& right) {
  if (left.steps().empty()) return right;
  if (right.steps().empty()) return left;
  std::vector<FeatureTest::Step> steps{left.steps().begin(), left.steps().end()};
  steps.insert(steps.end(), right.steps().begin(), right.steps().end());
  steps.push_back({FeatureTest::Step::Kind::And, {}});
  return FeatureTest{std::move(steps)};
}

// Notations that Slurm refuses although they would make sense: "!" for "not", parentheses within parentheses, and
// several kinds with counts outside of brackets.
bool is_refused(std::string_view text) {
  if (text.find('!') != text.npos) return true;
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth > 1) return true;
  }
  return text.find('[') == text.npos && text.find('*') != text.npos && split_outside(text, "&,|").size() > 1;
}

}  // namespace

bool FeatureTest::holds(std::span<const std::string> features) const {
  std::vector<bool> stack;
  for (const Step& step : steps_) {
    if (step.kind == Step::Kind::Name) {
      stack.push_back(std::find(features.begin(), features.end(), step.name) != features.end());
      continue;
    }
    const bool last = stack.back();
    if (step.kind == Step::Kind::Not) {
      stack.back() = !last;
      continue;
    }
    stack.pop_back();
    stack.back() = step.kind == Step::Kind::And ? (stack.back() && last) : (stack.back() || last);
  }
  return stack.empty() || stack.back();
}

Result<std::vector<FeatureAlternative>> parse_features(std::string_view text) {
  text = text::trim(text);
  if (text.size() > 1 && (text.back() == '&' || text.back() == '|')) text.remove_suffix(1);
  if (is_refused(text)) return bad(text);
  if (text.empty()) return std::vector<FeatureAlternative>{FeatureAlternative{}};
  if (text.size() > kMaxText) return bad(text.substr(0, 64));
  if (text.find_first_of("[*") == std::string_view::npos) {
    std::optional<FeatureTest> test = Parser{text}.whole();
    if (!test) return bad(text);
    return std::vector<FeatureAlternative>{FeatureAlternative{std::move(*test), {}}};
  }
  // Brackets and counts may be joined by '&' with conditions on every node: "big&[rack1|rack2]".
  std::vector<FeatureAlternative> alternatives{FeatureAlternative{}};
  for (const std::string_view piece : split_outside(text, "&,")) {
    if (piece.size() > 2 && piece.front() == '[' && piece.back() == ']') {
      if (piece.find('|') != piece.npos && piece.find('*') != piece.npos) return bad(text);
      const Result<std::vector<FeatureAlternative>> inner = parse_bracket(piece.substr(1, piece.size() - 2));
      if (!inner) return inner.error();
      if (alternatives.size() * inner->size() > kMaxText) return bad(text);
      std::vector<FeatureAlternative> combined;
      for (const FeatureAlternative& left : alternatives) {
        for (const FeatureAlternative& right : *inner) {
          FeatureAlternative made{both(left.all, right.all), left.counted};
          made.counted.insert(made.counted.end(), right.counted.begin(), right.counted.end());
          combined.push_back(std::move(made));
        }
      }
      alternatives = std::move(combined);
      continue;
    }
    const Result<CountedFeature> counted = parse_counted(piece);
    if (!counted) return counted.error();
    for (FeatureAlternative& alternative : alternatives) {
      if (counted->count > 0) alternative.counted.push_back(*counted);
      if (counted->count == 0) alternative.all = both(alternative.all, counted->test);
    }
  }
  return alternatives;
}

}  // namespace minislurm::sched
