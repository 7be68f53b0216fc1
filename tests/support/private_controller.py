"""A controller of a test's own, in a temporary folder, from an installed prefix. It ends with the test, whatever comes.

    with PrivateController(prefix) as own:
        own.run("sbatch", "-W", "job.sh")     # starts the controller, as it would for anybody
"""
import fcntl
import os
import pathlib
import select
import shutil
import signal
import subprocess
import tempfile

PATIENCE = 60  # seconds; the longest that anything may take


class PrivateController:
    def __init__(self, prefix):
        self.prefix = pathlib.Path(prefix).resolve()

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="minislurm-test-"))  # short: sockets' names are bounded
        self.state = self.folder / "state" / "minislurm"
        self.work = self.folder / "work"
        self.work.mkdir()
        (self.folder / "run").mkdir()
        foreign = ("SLURM", "SBATCH_", "SRUN_", "SALLOC_", "SQUEUE_", "SINFO_", "SACCT_", "SCANCEL_", "SCONTROL_", "MINISLURM_")
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        self.environment.update(
            PATH=f"{self.prefix}/bin:{self.prefix}/sbin:{os.environ['PATH']}",
            XDG_STATE_HOME=str(self.folder / "state"),
            XDG_RUNTIME_DIR=str(self.folder / "run"),
            PWD=str(self.work),
            LC_ALL="C.UTF-8",
        )
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is not None and (self.state / "slurmctld.log").exists():
                print("--- slurmctld.log\n" + (self.state / "slurmctld.log").read_text()[-4000:], flush=True)
            self._end_steps()
            self._end_controller()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *command, check=True, **settings):
        """The finished process, its output as text. Fails loudly, with that output, where the command does."""
        settings = {"env": self.environment, "cwd": self.work, "timeout": PATIENCE, "stdin": subprocess.DEVNULL, **settings}
        done = subprocess.run([str(word) for word in command], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **settings)
        if check and done.returncode != 0:
            raise AssertionError(f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def start(self, *command):
        """The process, not waited for; what it prints is lost."""
        return subprocess.Popen([str(word) for word in command], env=self.environment, cwd=self.work,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ask(self, *command, **settings):
        return self.run(*command, **settings).stdout.strip()

    def read(self, name):
        return (self.work / name).read_text()

    def wait_for_line(self, name, word):
        """Follows a file, which need not exist yet, until a line has the word; that line."""
        follow = subprocess.Popen(["timeout", str(PATIENCE), "tail", "-n", "+1", "-F", name], cwd=self.work, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        with follow:
            try:
                for line in follow.stdout:
                    if word in line:
                        return line.rstrip("\n")
            finally:
                follow.terminate()
        raise AssertionError(f"{name} never said {word!r}")

    def _end_steps(self):
        """Cancels what runs, and waits until the processes of all steps have let go of their locks."""
        if not (self.state / "slurmctld.pid").exists():
            return
        quiet = dict(self.environment, MINISLURM_AUTOSTART="0")
        self.run("scancel", "--me", check=False, env=quiet)
        self.run("scancel", "--me", "--signal=KILL", check=False, env=quiet)
        old = signal.signal(signal.SIGALRM, signal.default_int_handler)
        signal.alarm(PATIENCE)
        try:
            for lock in (self.state / "steps").glob("*/lock"):
                try:
                    with open(lock) as file:
                        fcntl.flock(file, fcntl.LOCK_EX)
                except FileNotFoundError:
                    pass
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, old)

    def _end_controller(self):
        try:
            process = os.pidfd_open(int((self.state / "slurmctld.pid").read_text()))
        except (OSError, ValueError):
            return
        try:
            self.run("scontrol", "shutdown", check=False, env=dict(self.environment, MINISLURM_AUTOSTART="0"))
            if not select.select([process], [], [], PATIENCE)[0]:
                signal.pidfd_send_signal(process, signal.SIGKILL)
        finally:
            os.close(process)
