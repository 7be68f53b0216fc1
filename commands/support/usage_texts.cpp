#include "commands/support/usage_texts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "libcommon/text/time_limit.h"
#include "libcommon/text/tres.h"

namespace minislurm {
namespace {

constexpr std::string_view kUnits = " KMGTP";
constexpr double kStep = 1024, kThousand = 1000;

std::string two_digits(double value, char unit) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.2f", value);
  return buffer + (unit == ' ' ? std::string{} : std::string(1, unit));
}

std::string number_with(double value, std::size_t unit) {
  const char letter = kUnits[unit];
  if (value != std::floor(value)) return two_digits(value, letter);
  return std::to_string(static_cast<std::uint64_t>(value)) + (letter == ' ' ? std::string{} : std::string(1, letter));
}

double to_unit(double value, std::size_t from, std::size_t to, double divisor) {
  for (; from < to; ++from) value /= divisor;
  for (; from > to; --from) value *= divisor;
  return value;
}

std::size_t index_of(char unit) { return unit == 0 ? 0 : kUnits.find(unit); }

std::uint64_t mean(std::uint64_t sum, const Step& step) { return sum / std::max(1U, step.usage.tasks); }

TresUse use(std::string_view name, Which which, const Step& step, std::uint64_t sum, TaskExtreme most,
            TaskExtreme least, std::uint64_t factor = 1, std::uint64_t divisor = 1) {
  switch (which) {
    case Which::Average: return {name, mean(sum * factor / divisor, step), 0};
    case Which::Total: return {name, sum * factor / divisor, 0};
    case Which::Most: return {name, most.value * factor / divisor, most.task};
    case Which::Least: return {name, least.value * factor / divisor, least.task};
  }
  return {name, 0, 0};
}

using Uses = std::vector<TresUse>;

bool is_extreme(Which which) { return which == Which::Most || which == Which::Least; }

std::string count_text(const TresUse& one, const UnitStyle& style) {
  if (one.name == "cpu") return whole_seconds(one.count * 1000);
  if (one.name == "energy") return std::to_string(one.count);
  return with_unit(static_cast<double>(one.count), 0, style);
}

std::string counts(const std::vector<TresUse>& uses, const UnitStyle& style) {
  std::string out;
  for (const TresUse& one : uses)
    out += (out.empty() ? "" : ",") + std::string{one.name} + "=" + count_text(one, style);
  return out;
}

std::string nodes(const Step& step, const std::vector<TresUse>& uses) {
  std::string out;
  for (const TresUse& one : uses)
    out += (out.empty() ? "" : ",") + std::string{one.name} + "=" + node_of_task(step, one.task);
  return out;
}

std::string tasks(const std::vector<TresUse>& uses) {
  std::string out;
  for (const TresUse& one : uses)
    if (one.name != "energy")
      out += (out.empty() ? "" : ",") + std::string{one.name} + "=" + std::to_string(one.task);
  return out;
}

}  // namespace

std::string with_unit(double count, char from, const UnitStyle& style) {
  if (count < 1 && count > -1 && style.unit == 0) return "0";
  if (count == 0) return "0";
  std::size_t unit = index_of(from);
  if (style.unit != 0) {
    const std::size_t wanted = index_of(style.unit);
    return number_with(to_unit(count, unit, wanted, kStep), wanted);
  }
  while (style.convert && count >= kStep && unit + 1 < kUnits.size() && std::fmod(std::floor(count), kStep) == 0) {
    count /= kStep;
    ++unit;
  }
  return number_with(count, unit);
}

std::string small_size(double count, char from, const UnitStyle& style) {
  if (count <= 0) return "0";
  return count > 1 ? with_unit(count, from, style) : two_digits(count, 'M');
}

std::string frequency(std::uint64_t khz, const UnitStyle& style) {
  if (khz == 0) return "0";
  std::size_t unit = index_of('K');
  double value = static_cast<double>(khz) / kThousand;  // Slurm writes K behind its MHz
  if (style.unit != 0) {
    const std::size_t wanted = index_of(style.unit);
    return number_with(to_unit(value, unit, wanted, kThousand), wanted);
  }
  for (; style.convert && value >= kThousand; ++unit) value /= kThousand;
  return number_with(value, unit);
}

std::string tres_by_name(const std::string& tres, const UnitStyle& style) {
  Result<std::vector<text::Tres>> list = text::parse_tres(tres);
  if (!list) return tres;
  std::sort(list->begin(), list->end(), [](const auto& left, const auto& right) { return left.name < right.name; });
  std::string out;
  for (const text::Tres& one : *list) {
    if (one.count == 0) continue;
    out += (out.empty() ? "" : ",") + one.name + "=";
    out += one.name == "mem" ? with_unit(static_cast<double>(one.count), 'M', style) : std::to_string(one.count);
  }
  return out;
}

std::string node_of_task(const Step& step, std::uint32_t task) {
  std::uint32_t before = 0;
  for (const NodeAllocation& at : step.allocation.nodes) {
    before += std::max(1U, at.tasks);
    if (task < before) return at.node;
  }
  return step.allocation.nodes.empty() ? std::string{} : step.allocation.nodes.front().node;
}

std::string whole_seconds(std::uint64_t microseconds) {
  return text::format_duration_padded(Seconds{microseconds / 1000000});
}

std::vector<TresUse> uses_in(const Step& step, Which which) {
  const Usage& used = step.usage;
  const TresUse energy{"energy", 0, is_extreme(which) ? std::max(1U, step.num_tasks) - 1 : 0};
  if (used.tasks == 0) return is_extreme(which) || !is_finished(step.state) ? Uses{} : Uses{energy};
  return {
      use("cpu", which, step, used.sum_cpu_usec, used.max_cpu_usec, {used.min_cpu_usec, used.min_cpu_task}, 1, 1000),
      energy,
      use("fs/disk", which, step, used.read_bytes, {used.max_read_bytes, used.max_read_task}, used.min_read_bytes),
      use("mem", which, step, used.sum_rss_kib, {used.max_rss_kib, used.max_rss_task}, used.min_rss_kib, 1024),
      use("pages", which, step, used.sum_pages, {used.max_pages, used.max_pages_task}, used.min_pages),
      use("vmem", which, step, used.sum_vm_kib, {used.max_vm_kib, used.max_vm_task}, used.min_vm_kib, 1024),
  };
}

std::vector<TresUse> uses_out(const Step& step, Which which) {
  const Usage& used = step.usage;
  const TresUse energy{"energy", 0, is_extreme(which) ? std::max(1U, step.num_tasks) - 1 : 0};
  if (used.tasks == 0) return is_extreme(which) || !is_finished(step.state) ? Uses{} : Uses{energy};
  return {energy, use("fs/disk", which, step, used.written_bytes, {used.max_written_bytes, used.max_written_task},
                      used.min_written_bytes)};
}

std::string usage_in(const Step& step, Which which, const UnitStyle& style) {
  return counts(uses_in(step, which), style);
}
std::string usage_out(const Step& step, Which which, const UnitStyle& style) {
  return counts(uses_out(step, which), style);
}
std::string usage_in_nodes(const Step& step, Which which) { return nodes(step, uses_in(step, which)); }
std::string usage_out_nodes(const Step& step, Which which) { return nodes(step, uses_out(step, which)); }
std::string usage_in_tasks(const Step& step, Which which) { return tasks(uses_in(step, which)); }
std::string usage_out_tasks(const Step& step, Which which) { return tasks(uses_out(step, which)); }

}  // namespace minislurm
