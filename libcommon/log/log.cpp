#include "libcommon/log/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace minislurm::log {
namespace {

struct LevelRow {
  std::string_view name, number;
  Level level;
};

constexpr std::array kLevels{
    LevelRow{"quiet", "0", Level::Quiet},   LevelRow{"fatal", "1", Level::Fatal},
    LevelRow{"error", "2", Level::Error},   LevelRow{"info", "3", Level::Info},
    LevelRow{"verbose", "4", Level::Verbose}, LevelRow{"debug", "5", Level::Debug},
    LevelRow{"debug2", "6", Level::Debug2}, LevelRow{"debug3", "7", Level::Debug2},
    LevelRow{"debug4", "8", Level::Debug2}, LevelRow{"debug5", "9", Level::Debug2},
};

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::Quiet: return spdlog::level::off;
    case Level::Fatal: return spdlog::level::critical;
    case Level::Error: return spdlog::level::err;
    case Level::Info:
    case Level::Verbose: return spdlog::level::info;
    case Level::Debug:
    case Level::Debug2: return spdlog::level::debug;
  }
  return spdlog::level::info;
}

}  // namespace

Status set_up(const Setup& setup) {
  try {
    std::vector<spdlog::sink_ptr> sinks;
    if (!setup.file.empty()) sinks.push_back(std::make_shared<spdlog::sinks::basic_file_sink_mt>(setup.file));
    if (setup.to_stderr) sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    if (sinks.empty()) sinks.push_back(std::make_shared<spdlog::sinks::null_sink_mt>());
    auto logger = std::make_shared<spdlog::logger>("", sinks.begin(), sinks.end());
    logger->set_pattern("[%Y-%m-%dT%H:%M:%S.%e] %v");
    logger->set_level(to_spdlog(setup.level));
    logger->flush_on(spdlog::level::info);
    logger->set_error_handler([](const std::string&) {});  // a full disk must not fill stderr as well
    spdlog::set_default_logger(std::move(logger));
    return {};
  } catch (const spdlog::spdlog_ex& problem) {
    return Error::generic(problem.what());
  }
}

void info(std::string_view topic, std::string_view text) { spdlog::info("{}: {}", topic, text); }
void error(std::string_view topic, std::string_view text) { spdlog::error("error: {}: {}", topic, text); }
void debug(std::string_view topic, std::string_view text) { spdlog::debug("debug: {}: {}", topic, text); }

Level level_from(std::string_view text) {
  for (const LevelRow& row : kLevels)
    if (text == row.name || text == row.number) return row.level;
  return Level::Info;
}

}  // namespace minislurm::log
