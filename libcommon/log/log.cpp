#include "libcommon/log/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
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

using Topics = std::vector<std::string>;

// Beside spdlog's own default logger, which is as global.
std::shared_ptr<const Topics>& topics() {
  static std::shared_ptr<const Topics> chosen;
  return chosen;
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
void debug(std::string_view topic, std::string_view text) {
  const std::shared_ptr<const Topics> chosen = std::atomic_load(&topics());
  const bool always = chosen && std::find(chosen->begin(), chosen->end(), topic) != chosen->end();
  spdlog::log(always ? spdlog::level::info : spdlog::level::debug, "debug: {}: {}", topic, text);
}

void set_level(Level level) { spdlog::default_logger_raw()->set_level(to_spdlog(level)); }

void set_topics(std::vector<std::string_view> chosen) {
  std::atomic_store(&topics(), std::shared_ptr<const Topics>(std::make_shared<Topics>(chosen.begin(), chosen.end())));
}

bool knows_level(std::string_view text) {
  return std::any_of(kLevels.begin(), kLevels.end(),
                     [text](const LevelRow& row) { return text == row.name || text == row.number; });
}

Level level_from(std::string_view text) {
  for (const LevelRow& row : kLevels)
    if (text == row.name || text == row.number) return row.level;
  return Level::Info;
}

}  // namespace minislurm::log
