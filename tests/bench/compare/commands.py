"""Rows of single commands: what a person at the prompt waits for."""
import subprocess

from compare.system import PATIENCE
from compare.timing import elapsed, median, spawn

USER = "root"


def timed(system, name, *arguments):
    return spawn(system.command(name), arguments, system.environment)


def fill(system, count):
    """Queues jobs that stay queued until there are `count`; real Slurm's sbatch, so only as many as are missing."""
    queued = len(system.run("squeue", "-h", "-o", "%A").stdout.split())
    script = held_script(system)
    if queued < count:
        subprocess.run(["xargs", "-P4", "-I{}", system.command("sbatch"), "-Q", "-H", "-o", "/dev/null", script],
                       input="\n".join(map(str, range(count - queued))), env=system.environment, cwd=system.work,
                       text=True, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)


def held_script(system):
    path = system.work / "held.sh"
    path.write_text("#!/bin/sh\ntrue\n")
    return str(path)


def clear(system):
    system.run("scancel", "-Q", "-n", "held.sh", check=False)
    system.drain()


def start_up(system, size, _):
    return median(lambda: timed(system, "sbatch", "--version"), 100)


def submit(system, size, _):
    fill(system, size)
    script = held_script(system)
    return median(lambda: timed(system, "sbatch", "-H", "-o", "/dev/null", script), 40)


def listing(name, *arguments, fewest=20):
    def row(system, size, _):
        fill(system, size)
        return median(lambda: timed(system, name, *arguments), fewest if size < 10000 else 5)
    return row


def show_job(system, size, _):
    fill(system, size)
    job = system.run("squeue", "-h", "-o", "%A").stdout.split()[0]
    return median(lambda: timed(system, "scontrol", "show", "job", job), 20)


def cancel(system, size, _):
    clear(system)
    fill(system, size)
    return elapsed(lambda: (system.run("scancel", "-n", "held.sh"), system.drain()))


def wait(system, size, _):
    return median(lambda: timed(system, "sbatch", "-W", "-Q", "-o", "/dev/null", "--wrap", "true"), 10)


# Times of its own, so that the step's cost is not the allocation's.
STEPS = """for i in $(seq {count}); do b=${{EPOCHREALTIME/./}}; {srun} -n1 true; e=${{EPOCHREALTIME/./}}; echo $((e - b)); done"""


def step(system, size, _):
    script = STEPS.format(count=12, srun=system.command("srun"))
    times = system.run("salloc", "-Q", "-n1", "bash", "-c", script).stdout.split()
    return sorted(map(int, times[2:]))[5] / 1e3


def output(system, size, _):
    """`size` MiB through srun to /dev/null; MiB a second, the step's own start taken off."""
    script = ("for c in 1 {n} 1 {n} 1 {n}; do b=${{EPOCHREALTIME/./}}; "
              "{srun} -n1 dd if=/dev/zero bs=1M count=$c status=none >/dev/null; "
              "e=${{EPOCHREALTIME/./}}; echo $((e - b)); done").format(n=size + 1, srun=system.command("srun"))
    times = [int(word) / 1e6 for word in system.run("salloc", "-Q", "-n1", "bash", "-c", script).stdout.split()]
    start, whole = sorted(times[0::2])[1], sorted(times[1::2])[1]
    return size / max(whole - start, 1e-6)
