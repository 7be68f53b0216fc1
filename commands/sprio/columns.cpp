#include "commands/sprio/columns.h"

#include <cstdint>
#include <cstdio>

#include "libcommon/text/sluid.h"

namespace minislurm::sprio {
namespace {

using Row = const wire::PriorityRow&;
using Look = const View&;
using wire::PriorityRow;
using wire::PriorityWeights;

std::string number_text(const char* format, double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, value);
  return buffer;
}

std::string digits(std::uint32_t value) { return std::to_string(value); }

// A factor, or on the line of weights its weight.
template <double PriorityRow::*Factor, std::uint32_t PriorityWeights::*Weight>
std::string normalized(Row row, Look view) {
  if (view.weights_only) return digits(view.weights->*Weight);
  return row.set_by_admin ? "0" : number_text("%.7f", row.*Factor);
}
template <double PriorityRow::*Factor, std::uint32_t PriorityWeights::*Weight>
std::string weighted(Row row, Look view) {
  return view.weights_only ? digits(view.weights->*Weight)
                           : number_text("%.0f", row.*Factor * (view.weights->*Weight));
}

double weight_of(Look view, const std::string& tres) {
  for (const auto& weight : view.weights->tres)
    if (weight.first == tres) return weight.second;
  return 0;
}

std::string tres(Row row, Look view, bool times_weight) {
  std::string out;
  for (const auto& one : row.tres) {
    const double value = times_weight ? one.second * weight_of(view, one.first) : one.second;
    if (value == 0) continue;
    out += (out.empty() ? "" : ",") + one.first + "=" + number_text(times_weight ? "%.0f" : "%.2f", value);
  }
  return out;
}

std::string tres_or_weights(Row row, Look view) {
  if (!view.weights_only) return tres(row, view, true);
  return view.weights->tres_text.empty() ? "(null)" : view.weights->tres_text;
}

// The sum before it is cut to a whole number, as a share of the largest priority that there can be.
double sum_of(Row row, Look view) {
  const PriorityWeights& by = *view.weights;
  double sum = row.age * by.age + row.association * by.association + row.fair_share * by.fair_share +
               row.size * by.size + row.partition_factor * by.partition + row.qos_factor * by.qos;
  for (const auto& one : row.tres) sum += one.second * weight_of(view, one.first);
  return sum + row.site - row.nice;
}
std::string share(Row row, Look view) {
  if (view.weights_only) return {};
  if (row.set_by_admin) return number_text("%16.14f", row.priority);  // Slurm takes no share of it then
  const double sum = sum_of(row, view);
  return number_text("%16.14f", (sum < 1 ? 1 : sum) / 4294967295.0);
}

template <std::string PriorityRow::*Text>
std::string text_of(Row row, Look view) {
  return view.weights_only ? std::string{} : row.*Text;
}

constexpr Column kColumns[] = {
    {"", 'a', 0, "AGE", normalized<&PriorityRow::age, &PriorityWeights::age>},
    {"", 'A', 0, "AGE", weighted<&PriorityRow::age, &PriorityWeights::age>},
    {"", 'b', 0, "ASSOC", normalized<&PriorityRow::association, &PriorityWeights::association>},
    {"", 'B', 0, "ASSOC", weighted<&PriorityRow::association, &PriorityWeights::association>},
    {"", 'c', 0, "CLUSTER", [](Row, Look view) { return std::string{view.weights_only ? "" : "(null)"}; }},
    {"", 'f', 0, "FAIRSHARE", normalized<&PriorityRow::fair_share, &PriorityWeights::fair_share>},
    {"", 'F', 0, "FAIRSHARE", weighted<&PriorityRow::fair_share, &PriorityWeights::fair_share>},
    {"", 'i', 0, "JOBID", [](Row row, Look view) { return view.weights_only ? "Weights" : row.job_text; }},
    {"", 'j', 0, "JOBSIZE", normalized<&PriorityRow::size, &PriorityWeights::size>},
    {"", 'J', 0, "JOBSIZE", weighted<&PriorityRow::size, &PriorityWeights::size>},
    {"", 'n', 0, "QOSNAME", text_of<&PriorityRow::qos>},
    {"", 'N', 0, "NICE",
     [](Row row, Look view) { return view.weights_only ? std::string{} : std::to_string(row.nice); }},
    {"", 'o', 0, "ACCOUNT", text_of<&PriorityRow::account>},
    {"", 'p', 0, "PARTITION", normalized<&PriorityRow::partition_factor, &PriorityWeights::partition>},
    {"", 'P', 0, "PARTITION", weighted<&PriorityRow::partition_factor, &PriorityWeights::partition>},
    {"", 'r', 0, "PARTITION", text_of<&PriorityRow::partition>},
    {"", 'S', 0, "SITE", [](Row row, Look view) { return view.weights_only ? "1" : std::to_string(row.site); }},
    {"", 'q', 0, "QOS", normalized<&PriorityRow::qos_factor, &PriorityWeights::qos>},
    {"", 'Q', 0, "QOS", weighted<&PriorityRow::qos_factor, &PriorityWeights::qos>},
    {"", 's', 0, "SLUID",
     [](Row row, Look view) { return view.weights_only ? std::string{} : text::format_sluid(row.sluid); }},
    {"", 'u', 0, "USER", text_of<&PriorityRow::user>},
    {"", 'y', 0, "PRIORITY", share},
    {"", 'Y', 0, "PRIORITY",
     [](Row row, Look view) { return view.weights_only ? std::string{} : digits(row.priority); }},
    {"", 't', 0, "TRES", [](Row row, Look view) { return view.weights_only ? std::string{} : tres(row, view, false); }},
    {"", 'T', 0, "TRES",
     tres_or_weights},
};

// The default formats, column by column.
struct DefaultColumn {
  std::string_view weighted, normalized;
  bool (*shown)(const PriorityWeights&, DefaultFormat);
};

template <std::uint32_t PriorityWeights::*Weight>
bool has_weight(const PriorityWeights& by, DefaultFormat wanted) {
  return by.*Weight != 0 || wanted.long_list;
}

constexpr DefaultColumn kDefaults[] = {
    {"%.15i %9r", "%.15i %9r", [](const PriorityWeights&, DefaultFormat) { return true; }},
    {" %.8c", " %.8c", [](const PriorityWeights&, DefaultFormat wanted) { return wanted.sibling; }},
    {" %.8u", " %.8u",
     [](const PriorityWeights&, DefaultFormat wanted) { return wanted.with_user || wanted.long_list; }},
    {" %.8o", " %.8o", [](const PriorityWeights&, DefaultFormat wanted) { return wanted.long_list; }},
    {" %.10Y %.10S", " %10y", [](const PriorityWeights&, DefaultFormat) { return true; }},
    {" %.10A", " %10a", has_weight<&PriorityWeights::age>},
    {" %.10B", " %10b", has_weight<&PriorityWeights::association>},
    {" %.10F", " %10f", has_weight<&PriorityWeights::fair_share>},
    {" %.10J", " %10j", has_weight<&PriorityWeights::size>},
    {" %.10P", " %10p", has_weight<&PriorityWeights::partition>},
    {" %.10n", " %10n", [](const PriorityWeights&, DefaultFormat wanted) { return wanted.long_list; }},
    {" %.10Q", " %10q", has_weight<&PriorityWeights::qos>},
    {" %.11N", "", [](const PriorityWeights&, DefaultFormat wanted) { return wanted.long_list; }},
    {" %.20T", " %20t",
     [](const PriorityWeights& by, DefaultFormat wanted) { return !by.tres.empty() || wanted.long_list; }},
};

template <class Value, Value PriorityRow::*Member>
int by(Row left, Row right) {
  return table::three_way(left.*Member, right.*Member);
}

constexpr table::Order<PriorityRow> kOrders[] = {
    {'a', by<double, &PriorityRow::age>},
    {'A', by<double, &PriorityRow::age>},
    {'b', by<double, &PriorityRow::association>},
    {'B', by<double, &PriorityRow::association>},
    {'c', [](Row, Row) { return 0; }},
    {'f', by<double, &PriorityRow::fair_share>},
    {'F', by<double, &PriorityRow::fair_share>},
    {'i', by<std::uint32_t, &PriorityRow::job_id>},
    {'j', by<double, &PriorityRow::size>},
    {'J', by<double, &PriorityRow::size>},
    {'n', by<std::string, &PriorityRow::qos>},
    {'N', by<std::int32_t, &PriorityRow::nice>},
    {'o', by<std::string, &PriorityRow::account>},
    {'p', by<double, &PriorityRow::partition_factor>},
    {'P', by<double, &PriorityRow::partition_factor>},
    {'q', by<double, &PriorityRow::qos_factor>},
    {'Q', by<double, &PriorityRow::qos_factor>},
    {'r', by<std::string, &PriorityRow::partition>},
    {'t', [](Row left, Row right) { return table::three_way(left.tres, right.tres); }},
    {'T', [](Row left, Row right) { return table::three_way(left.tres, right.tres); }},
    {'u', by<std::string, &PriorityRow::user>},
    {'y', by<std::uint32_t, &PriorityRow::priority>},
    {'Y', by<std::uint32_t, &PriorityRow::priority>},
};

}  // namespace

std::span<const Column> columns() { return kColumns; }

std::string default_format(const PriorityWeights& weights, DefaultFormat wanted) {
  std::string format;
  for (const DefaultColumn& column : kDefaults)
    if (column.shown(weights, wanted)) format += wanted.normalized ? column.normalized : column.weighted;
  return format;
}

Result<table::Sorter<PriorityRow>> sorter(std::string_view keys) {
  return table::make_sorter<PriorityRow>(keys, kOrders);
}

}  // namespace minislurm::sprio
