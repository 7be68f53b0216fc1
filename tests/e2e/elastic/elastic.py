#!/usr/bin/env python3
"""Elastic jobs end to end: what their processes may really use, and what is left of it when somebody is killed in the
middle of a resize. elastic.py PREFIX NAME"""
import os
import pathlib
import re
import signal
import sys
import time

from private_controller import PrivateController

PREFIX = pathlib.Path(sys.argv[1])
CPUS = sorted(os.sched_getaffinity(0))

# Threads, children and grandchildren, some of which come and go; each catches the signal or not.
JOB = r"""#!/bin/bash
#SBATCH --mem=100M -o job.out
#MINISLURM --elastic --min-cpus=1 --elastic-signal=USR2
(while :; do (sleep 0.05 & wait); done) &
sleep 1000 &
trap 'echo "told $(grep ^CPUS= "$MINI_SLURM_CONTROL_FILE") $(awk "/Cpus_allowed_list/ {print \$2}" /proc/self/status)"' USR2
echo "begin $BASHPID"
while :; do wait -n -f %99 2>/dev/null; sleep 0.1; done
"""


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def wait_until(condition, what):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(what)


def children(pid):
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(word) for word in task.read_text().split()]
        except OSError:
            pass
    return found


def tree(pid):
    every = [pid]
    for one in every:
        every += children(one)
    return every


def allowed(pid):
    """The number of CPUs of each thread."""
    sizes = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*"):
        try:
            sizes.append(len(os.sched_getaffinity(int(task.name))))
        except OSError:
            pass
    return sizes


def everybody_has(pid, count):
    sizes = [size for one in tree(pid) for size in allowed(one)]
    return len(sizes) >= 3 and all(size == count for size in sizes)


def start(own):
    job = own.ask("sbatch", "--parsable", own.script)
    shell = int(own.wait_for_line("job.out", "begin").split()[1])
    wait_until(lambda: everybody_has(shell, len(CPUS)), "it did not get all CPUs")
    return job, shell


def control(own, job):
    text = (own.state / "steps" / f"{job}.elastic" / "control").read_text()
    return dict(line.split("=", 1) for line in text.splitlines())


def agree(own, job, shell, count):
    """Books, control file and kernel."""
    wait_until(lambda: everybody_has(shell, count), f"not everybody has {count} CPUs: {[allowed(p) for p in tree(shell)]}")
    check(own.ask("squeue", "-h", "-j", job, "-o", "%C") == str(count), "squeue")
    check(own.ask("squeue", "-h", "-j", job, "-O", "Elastic:.8") .strip()== f"{count}/{len(CPUS)}", "Elastic")
    check(control(own, job)["CPUS"] == str(count), control(own, job))
    check(f"NumCPUs={count} " in own.ask("scontrol", "show", "job", job), "scontrol")


def affinity(own):
    job, shell = start(own)
    agree(own, job, shell, len(CPUS))
    own.run("scontrol", "update", f"JobId={job}", "NumCPUs=1")
    agree(own, job, shell, 1)
    own.wait_for_line("job.out", "told CPUS=1 ")
    own.run("scontrol", "update", f"JobId={job}", f"NumCPUs={len(CPUS)}")
    agree(own, job, shell, len(CPUS))
    for line in own.read("job.out").splitlines()[1:]:
        check(re.fullmatch(r"told CPUS=\d+ \S+", line), line)
    refused = own.run("scontrol", "update", f"JobId={job}", f"NumCPUs={len(CPUS) + 1}", check=False)
    check(refused.returncode != 0 and f"elastic from 1 to {len(CPUS)} CPUs" in refused.stdout + refused.stderr, refused.stderr)
    check(own.ask("squeue", "-h", "-j", job, "-o", "%T") == "RUNNING", "a signal that nobody knows has ended it")
    own.run("scancel", job)


def controller_pid(own):
    return int((own.state / "slurmctld.pid").read_text())


def crash_controller(own):
    """kill -9 of the controller at many moments around a resize: what it says afterwards is what is."""
    job, shell = start(own)
    for attempt in range(8):
        count = 1 if attempt % 2 == 0 else len(CPUS)
        pid = controller_pid(own)
        request = own.start("scontrol", "update", f"JobId={job}", f"NumCPUs={count}")
        time.sleep(0.0015 * attempt)
        os.kill(pid, signal.SIGKILL)
        request.wait()
        wait_until(lambda: not pathlib.Path(f"/proc/{pid}").exists(), "it does not die")
        now = int(own.ask("squeue", "-h", "-j", job, "-o", "%C"))  # starts the next one
        check(now in (1, len(CPUS)), now)
        if request.returncode == 0:
            check(now == count, "what was acknowledged is forgotten")
        agree(own, job, shell, now)
    own.run("scancel", job)


def crash_stepd(own):
    """kill -9 of the job's slurmstepd in a resize: the job is lost or queued again, and its CPUs are free for others."""
    job, shell = start(own)
    stepd = int(pathlib.Path(f"/proc/{shell}/stat").read_text().rsplit(")", 1)[1].split()[1])
    request = own.start("scontrol", "update", f"JobId={job}", "NumCPUs=1")
    os.kill(stepd, signal.SIGKILL)
    request.wait()
    wait_until(lambda: not pathlib.Path(f"/proc/{shell}").exists(), "the script goes on")
    own.run("scancel", job)
    own.ask("sbatch", "-W", "-n", len(CPUS), "--mem=50M", "-o", "/dev/null", "--wrap", "true")


def main():
    if len(CPUS) < 2:
        print("SKIP: growing needs two CPUs")
        return 77
    with PrivateController(PREFIX) as own:
        own.script = own.work / "job.sh"
        own.script.write_text(JOB)
        globals()[sys.argv[2]](own)
    return 0


sys.exit(main())
