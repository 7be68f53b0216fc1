"""Rows of the controller itself: at rest, and with a large queue."""
import getpass
import pathlib
import shutil
import subprocess
import tempfile
import time

from compare.ours import Ours
from compare.timing import elapsed


def _switches(pid):
    """How often the process's threads have gone to sleep, which is how often they were awake."""
    total = 0
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        total += sum(int(line.split()[1]) for line in status.read_text().splitlines() if "ctxt_switches" in line)
    return total


def wake_ups(system, size, _):
    """Wake-ups of an idle controller in 10 s."""
    system.drain()
    time.sleep(3)  # what the last row left to do is done
    before = _switches(system.controller_pid())
    time.sleep(10)
    return _switches(system.controller_pid()) - before


def _clients(settings):
    program = pathlib.Path(settings.build) / "tests/bench/bench_clients"
    return program if settings.build and program.exists() else None


def burst(system, size, settings):
    """Durable submissions a second by 8 clients, each on a connection of its own, without starting a process for each."""
    program = _clients(settings)
    if not isinstance(system, Ours) or not program:
        return None
    done = subprocess.run([program, "8", str(size // 8)], env=system.environment, capture_output=True, text=True, check=True)
    system.run("scancel", "-Q", "-u", getpass.getuser())
    system.drain()
    return float(done.stdout)


def _large(size, settings, figure):
    """`figure` of a controller of its own on 1,000 nodes with `size` jobs queued."""
    program = _clients(settings)
    if not program:
        return None
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-", dir="/var/tmp"))
    try:
        with Ours(settings.prefix, folder / "system", nodes=1000, cpus=64) as system:
            subprocess.run([program, "8", str(size // 8), "hold"], env=system.environment, check=True, stdout=subprocess.DEVNULL)
            return figure(system)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _resident(system):
    status = pathlib.Path(f"/proc/{system.controller_pid()}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def memory(system, size, settings):
    """MiB resident."""
    return _large(size, settings, _resident) if isinstance(system, Ours) else None


def restart(system, size, settings):
    """Milliseconds from starting the controller until it has answered its first question."""
    def again(large):
        large.end(large.folder / "slurmctld.pid")
        return elapsed(large.start_controller)
    return _large(size, settings, again) if isinstance(system, Ours) else None
