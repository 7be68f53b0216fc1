#include "slurmctld/daemon/run.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "libcommon/options/standard_options.h"
#include "slurmctld/daemon/background.h"
#include "slurmctld/daemon/configuration.h"
#include "slurmctld/exec/launcher.h"
#include "slurmctld/loop/controller.h"

namespace minislurm::daemon {
namespace {

int fail(const Error& error) {
  std::cerr << "slurmctld: error: " << to_string(error) << std::endl;
  return 1;
}

loop::ControllerOptions controller_options(const config::ClientConfig& place, const Options& options, Cluster cluster) {
  loop::ControllerOptions wanted;
  wanted.cluster = std::move(cluster);
  wanted.reload = [place, options] { return read_cluster(place, options); };
  wanted.reopen_log = [options](const Settings& settings) {
    if (const Status opened = log::set_up(log_setup(settings, options)); !opened)
      log::error(log::kRpc, opened.error().detail);
  };
  wanted.slurm_conf = place.slurm_conf;
  std::error_code problem;
  const char* named = std::getenv("MINISLURM_SLURMSTEPD");
  wanted.stepd_program =
      named != nullptr ? named : exec::find_slurmstepd(std::filesystem::read_symlink("/proc/self/exe", problem));
  wanted.version = std::string(kSlurmVersion);
  wanted.clean_start = options.clean_start;
  return wanted;
}

// Leaves a link to the socket with the state, for commands of an environment that names another runtime folder.
void link_socket(const config::ClientConfig& place) {
  if (place.socket_link.empty() || place.socket_link == place.socket_path) return;
  ::unlink(place.socket_link.c_str());
  if (::symlink(place.socket_path.c_str(), place.socket_link.c_str()) != 0)
    log::error(log::kRpc, place.socket_link + ": " + std::strerror(errno));
}

// From here on in the process that stays.
int serve(const config::ClientConfig& place, const Options& options, Cluster cluster, Background& background) {
  const Settings settings = cluster.settings;
  std::error_code problem;
  std::filesystem::create_directories(settings.state_dir, problem);  // the log may be there
  if (problem) return fail(Error::generic(settings.state_dir + ": " + problem.message()));
  if (place.zero_configured) ::chmod(settings.state_dir.c_str(), 0700);
  if (const Status opened = log::set_up(log_setup(settings, options)); !opened) return fail(opened.error());
  Result<std::unique_ptr<loop::Controller>> controller =
      loop::Controller::start(controller_options(place, options, std::move(cluster)));
  if (!controller) return fail(controller.error());
  if (const Status written = write_pid_file(settings.pid_file); !written) return fail(written.error());
  link_socket(place);
  log::info(log::kRpc, "slurmctld " + std::string(kSlurmVersion) + " of cluster " + settings.cluster_name +
                           " accepts requests");
  background.ready();
  (*controller)->run();
  if (!settings.pid_file.empty()) ::unlink(settings.pid_file.c_str());
  if (place.socket_link != place.socket_path) ::unlink(place.socket_link.c_str());
  controller->reset();
  log::info(log::kRpc, "ended");
  return 0;
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  const Result<Options> options = parse_options(arguments);
  if (!options) {
    fail(options.error());
    std::cerr << "Try \"slurmctld -h\" for more information" << std::endl;
    return 1;
  }
  if (options->help) return std::cout << help_text(), 0;
  if (options->version) return std::cout << "slurm " << kSlurmVersion << '\n', 0;
  ::umask(022);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is an error of the write, as a full disk is
  Result<config::ClientConfig> place = find_place(*options);
  if (!place) return fail(place.error());
  Result<Cluster> cluster = read_cluster(*place, *options);
  if (!cluster) return fail(cluster.error());
  if (options->test_only) return 0;
  raise_file_limit();
  Background background;
  if (!options->foreground) {
    if (const Status entered = background.enter(); !entered) return fail(entered.error());
    if (background.is_starter()) return background.exit_code();
  }
  return serve(*place, *options, std::move(*cluster), background);
}

}  // namespace minislurm::daemon
