// The texts of a step's use that sacct and sstat share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/model/step.h"

namespace minislurm {

// --units and --noconvert.
struct UnitStyle {
  char unit = 0;        // of "KMGTP"; 0: the one that fits
  bool convert = true;
};

// A count of `from` units ('K', 'M'; 0: ones): "93280K", "20.03M". Without a unit asked for it becomes the next larger
// one only where nothing is lost.
std::string with_unit(double count, char from, const UnitStyle& style);
// "0.06M": sizes of a unit or less stand with two digits, in M.
std::string small_size(double count, char from, const UnitStyle& style);
// "2.60M" for 2.6 GHz, as Slurm has it: by thousands, and one unit too low.
std::string frequency(std::uint64_t khz, const UnitStyle& style);
// "cpu=2,mem=200M" with the names in order and memory in the unit asked for.
std::string tres_by_name(const std::string& tres, const UnitStyle& style);

// The node that the step's task runs on; empty where nobody knows.
std::string node_of_task(const Step& step, std::uint32_t task);
// "00:00:01" of microseconds.
std::string whole_seconds(std::uint64_t microseconds);

// Which of a step's tasks a list of trackable resources speaks of.
enum class Which { Average, Most, Least, Total };
// What the step took in (CPU time, memory, what it read) and put out (what it wrote); of a step that was never
// measured, its energy alone.
std::string usage_in(const Step& step, Which which, const UnitStyle& style);
std::string usage_out(const Step& step, Which which, const UnitStyle& style);
// The node, and the task, of each of those extremes.
std::string usage_in_nodes(const Step& step, Which which);
std::string usage_out_nodes(const Step& step, Which which);
std::string usage_in_tasks(const Step& step, Which which);
std::string usage_out_tasks(const Step& step, Which which);

// One number of those lists. `task` means something for the extremes.
struct TresUse {
  std::string_view name;  // "cpu" (milliseconds), "energy", "fs/disk", "mem", "vmem" (bytes), "pages"
  std::uint64_t count = 0;
  std::uint32_t task = 0;
};
std::vector<TresUse> uses_in(const Step& step, Which which);
std::vector<TresUse> uses_out(const Step& step, Which which);

}  // namespace minislurm
