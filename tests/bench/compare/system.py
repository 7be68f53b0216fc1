"""What the rows of the comparison need of a Slurm: its commands, its controller's process, a folder to work in."""
import os
import pathlib
import shutil
import socket
import subprocess
import time

FOREIGN = ("SLURM", "SBATCH_", "SRUN_", "SALLOC_", "SQUEUE_", "SINFO_", "SACCT_", "SCANCEL_", "SCONTROL_", "MINISLURM_")
PATIENCE = 900  # seconds; the longest that anything may take


def host():
    return socket.gethostname().split(".")[0]


def wait_until(holds, what, seconds=60, step=0.01):
    """The benchmark may wait by looking: it measures the waiting itself only at ends that take longer than the step."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(step)


class System:
    name = ""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.work = self.folder / "work"
        self.work.mkdir(parents=True)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        self.environment.update(SLURM_CONF=str(self.folder / "slurm.conf"), LC_ALL="C.UTF-8", PWD=str(self.work))

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def command(self, name):
        return shutil.which(name, path="/usr/bin:/usr/sbin") or name

    def run(self, name, *arguments, check=True, **settings):
        settings = {"env": self.environment, "cwd": self.work, "stdin": subprocess.DEVNULL, "timeout": PATIENCE,
                    "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **settings}
        done = subprocess.run([self.command(name), *map(str, arguments)], **settings)
        if check and done.returncode:
            raise RuntimeError(f"{self.name}: {name} {arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def quiet(self, name, *arguments):
        """As run, at the least cost to the measuring process: nothing is read."""
        done = subprocess.run([self.command(name), *map(str, arguments)], env=self.environment, cwd=self.work,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if done.returncode:
            raise RuntimeError(f"{self.name}: {name} {arguments} ended with {done.returncode}")

    def controller_pid(self):
        return int((self.folder / "slurmctld.pid").read_text())

    def queue_is_empty(self):
        return not self.run("squeue", "-h", "-o", "%A").stdout.strip()

    def drain(self):
        wait_until(self.queue_is_empty, f"{self.name} to end its jobs", PATIENCE)

    def end(self, pid_file):
        """Asks the process of a pid file to end, and waits for it."""
        if not pid_file.exists() or not pid_file.read_text().strip():
            return
        pid = int(pid_file.read_text())
        try:
            os.kill(pid, 15)
            wait_until(lambda: not pathlib.Path(f"/proc/{pid}").exists(), f"{pid_file.name} to end", 30)
        except (ProcessLookupError, TimeoutError):
            pass
