// The fields that say what a step used. A job's line leaves them empty, and so does a step that was never measured.
#pragma once

#include <string>

#include "commands/sacct/view.h"
#include "commands/support/usage_texts.h"

namespace minislurm::sacct {

inline const Usage* measured(const Line& line) {
  return line.step == nullptr || line.step->usage.tasks == 0 ? nullptr : &line.step->usage;
}

// A size in KiB, as Slurm shows memory.
template <std::uint64_t Usage::*Kib>
std::string memory_field(const Line& line, const View& view) {
  const Usage* used = measured(line);
  return used == nullptr ? "" : with_unit(static_cast<double>(used->*Kib * 1024), 0, view.units());
}
template <std::uint64_t Usage::*Sum>
std::string mean_memory_field(const Line& line, const View& view) {
  const Usage* used = measured(line);
  return used == nullptr ? "" : with_unit(static_cast<double>(used->*Sum * 1024 / used->tasks), 0, view.units());
}
template <std::uint64_t Usage::*Count>
std::string count_field(const Line& line, const View& view) {
  const Usage* used = measured(line);
  return used == nullptr ? "" : with_unit(static_cast<double>(used->*Count), 0, view.units());
}
template <std::uint64_t Usage::*Sum>
std::string mean_count_field(const Line& line, const View& view) {
  const Usage* used = measured(line);
  return used == nullptr ? "" : with_unit(static_cast<double>(used->*Sum / used->tasks), 0, view.units());
}
// Bytes, in mebibytes and their fractions.
template <std::uint64_t Usage::*Bytes>
std::string disk_field(const Line& line, const View& view) {
  const Usage* used = measured(line);
  return used == nullptr ? "" : small_size(static_cast<double>(used->*Bytes) / 1048576, 'M', view.units());
}
template <std::uint64_t Usage::*Sum>
std::string mean_disk_field(const Line& line, const View& view) {
  const Usage* used = measured(line);
  return used == nullptr ? "" : small_size(static_cast<double>(used->*Sum / used->tasks) / 1048576, 'M', view.units());
}
template <std::uint32_t Usage::*Task>
std::string task_field(const Line& line, const View&) {
  const Usage* used = measured(line);
  return used == nullptr ? "" : std::to_string(used->*Task);
}
template <std::uint32_t Usage::*Task>
std::string node_field(const Line& line, const View&) {
  const Usage* used = measured(line);
  return used == nullptr ? "" : node_of_task(*line.step, used->*Task);
}
inline std::string least_cpu_field(const Line& line, const View&) {
  const Usage* used = measured(line);
  return used == nullptr ? "" : whole_seconds(used->min_cpu_usec);
}
inline std::string mean_cpu_field(const Line& line, const View&) {
  const Usage* used = measured(line);
  return used == nullptr ? "" : whole_seconds(used->sum_cpu_usec / used->tasks);
}
inline std::string frequency_field(const Line& line, const View& view) {
  return line.step == nullptr ? "" : frequency(line.step->usage.cpu_khz, view.units());
}
// Nothing here measures energy: of a job, what its srun steps would have told.
inline std::string energy_field(const Line& line, const View&) {
  if (line.step != nullptr) return "0";
  if (!is_finished(line.job->state)) return "";
  for (const Step* step : line.steps)
    if (number(step->id.step) < number(StepNumber::Interactive)) return "0";
  return "";
}

template <std::string (*Text)(const Step&, Which, const UnitStyle&), Which Of>
std::string tres_counts(const Line& line, const View& view) {
  return line.step == nullptr ? "" : Text(*line.step, Of, view.units());
}
template <std::string (*Text)(const Step&, Which), Which Of>
std::string tres_places(const Line& line, const View&) {
  return line.step == nullptr ? "" : Text(*line.step, Of);
}

}  // namespace minislurm::sacct
