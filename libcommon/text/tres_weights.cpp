#include "libcommon/text/tres_weights.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

// How many MB a weight with that letter behind it stands for.
double unit_of(const char* suffix) {
  constexpr std::pair<char, double> kUnits[] = {{'K', 1.0 / 1024}, {'M', 1}, {'G', 1024}, {'T', 1024.0 * 1024}};
  for (const auto& unit : kUnits)
    if (*suffix == unit.first || *suffix == unit.first + ('a' - 'A')) return unit.second;
  return 1;
}

bool is_on_nodes(std::string_view name, Billing how) {
  if (name == "cpu" || name == "mem" || name == "node") return true;
  return how == Billing::Max && name.substr(0, 5) == "gres/";
}

}  // namespace

TresWeights parse_tres_weights(std::string_view text) {
  TresWeights weights;
  for (const std::string_view piece : split_list(text)) {
    const std::size_t equal = piece.find('=');
    if (equal == std::string_view::npos) continue;
    const std::string value{piece.substr(equal + 1)};
    char* suffix = nullptr;
    const double weight = std::strtod(value.c_str(), &suffix);
    if (suffix == value.c_str() || !std::isfinite(weight)) continue;
    weights.emplace_back(lower(trim(piece.substr(0, equal))), weight / unit_of(suffix));
  }
  return weights;
}

Billing billing_of(std::uint32_t priority_flags) {
  if (has(priority_flags, PriorityFlag::MaxTresGres)) return Billing::MaxAndGres;
  return has(priority_flags, PriorityFlag::MaxTres) ? Billing::Max : Billing::Sum;
}

std::uint64_t billing(std::span<const Tres> list, const TresWeights& weights, Billing how) {
  double sum = 0, dearest = 0;
  for (const auto& weight : weights) {
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const Tres& one) { return iequals(one.name, weight.first); });
    if (found == list.end()) continue;
    const double price = weight.second * static_cast<double>(found->count);
    if (how != Billing::Sum && is_on_nodes(weight.first, how)) {
      dearest = std::max(dearest, price);
    } else {
      sum += price;
    }
  }
  const double all = sum + dearest;
  return all > 0 ? static_cast<std::uint64_t>(std::min(all, 9.0e18)) : 0;
}

std::string with_billing(const std::string& tres, std::string_view weights, Billing how) {
  if (weights.empty()) return tres;
  auto list = parse_tres(tres);
  if (!list) return tres;
  std::erase_if(*list, [](const Tres& one) { return one.name == "billing"; });
  list->push_back({"billing", billing(*list, parse_tres_weights(weights), how)});
  return format_tres(*list, TresOrder::Controller);
}

}  // namespace minislurm::text
