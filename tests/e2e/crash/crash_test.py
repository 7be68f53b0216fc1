#!/usr/bin/env python3
"""Kills the controller with SIGKILL at random moments while jobs, arrays and steps are submitted, run, are cancelled
and queued again; starts it again, and checks that every acknowledged submission exists once, ran once for each time it
was started, and ended with its own exit code; that what was cancelled never ran; and that no process stays behind.

    crash_test.py --build BUILD [--rounds 200] [--seed N]
"""
import argparse
import os
import pathlib
import random
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

CONF = """ClusterName=crash
SlurmctldHost=localhost
SlurmUser={user}
StateSaveLocation={dir}/state
SlurmctldPidFile={dir}/slurmctld.pid
SlurmctldLogFile={dir}/slurmctld.log
MinJobAge=86400
MaxJobCount=100000
KillWait=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
NodeName=n1 NodeHostname=localhost CPUs=24 RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes=n1 Default=YES MaxTime=INFINITE State=UP
"""
SUBMITTERS = 3
TASKS = 3  # of an array
COMMANDS = ("sbatch", "sacct", "scancel", "scontrol", "squeue", "srun")
LONGEST_BACKLOG = 150  # submissions ahead of the jobs that have run: the load is to go on, not to pile up


def varint(value):
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def await_request(job):
    """A frame with an AwaitJob request: answered when the job has ended."""
    payload = b"\x08" + varint(job) + b"\x10\x01"
    request = b"\x10\x03\x1a" + varint(len(payload)) + payload
    return struct.pack("<I", len(request)) + request


class Cluster:
    def __init__(self, build, folder):
        self.folder = folder
        self.runs = folder / "runs"
        self.runs.mkdir(parents=True)
        (folder / "state").mkdir()
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        (folder / "slurm.conf").write_text(CONF.format(dir=folder, user=user))
        self.env = dict(os.environ, SLURM_CONF=str(folder / "slurm.conf"), RUNS=str(self.runs))
        self.slurmctld = str(build / "slurmctld/slurmctld")
        self.commands = {name: str(build / f"commands/{name}/{name}") for name in COMMANDS}
        self.env["SRUN"] = self.commands["srun"]

    def start(self):
        subprocess.run([self.slurmctld], env=self.env, check=True, stdin=subprocess.DEVNULL)

    def end(self, how):
        pid = int((self.folder / "slurmctld.pid").read_text())
        handle = os.pidfd_open(pid)
        signal.pidfd_send_signal(handle, how)
        select.select([handle], [], [])  # until the process has ended
        os.close(handle)

    def run(self, command, *arguments, **options):
        return subprocess.run([self.commands[command], *arguments], env=self.env, capture_output=True, text=True,
                              **options)

    def jobs(self):
        """Everything that was submitted; an array is one."""
        return sorted(set(map(int, self.run("squeue", "-h", "-t", "all", "-o", "%F", check=True).stdout.split())))

    def wait_for(self, jobs):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.folder / "slurmctld.sock"))
            for job in jobs:
                connection.sendall(await_request(job))
                length = struct.unpack("<I", connection.recv(4, socket.MSG_WAITALL))[0]
                connection.recv(length, socket.MSG_WAITALL)

    def processes(self):
        """Processes of this cluster that still live, whoever their parent is now."""
        mark = f"SLURM_CONF={self.folder}/slurm.conf".encode()
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                if mark in (entry / "environ").read_bytes():
                    found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                pass
        return found


class Kind:
    """What becomes of a submission follows from its number."""

    def __init__(self, token):
        self.array = token % 8 == 1
        self.steps = token % 8 == 3
        self.cancelled = token % 8 == 5   # while it is held: it must never run
        self.requeued = token % 8 == 7    # once, wherever it stands by then
        self.exit_code = token % 7
        # A controller that is away refuses srun's step: it may be missing, but not run twice.
        step = f"$SRUN -n1 sh -c 'echo run >>$RUNS/{token}.step' 2>/dev/null\n" if self.steps else ""
        file = f"{token}.$SLURM_ARRAY_TASK_ID" if self.array else f"{token}"
        self.script = f"#!/bin/sh\necho run >>$RUNS/{file}\n{step}sleep 0.0{token % 5}\nexit {self.exit_code}\n"
        self.options = ["-a", f"0-{TASKS - 1}"] if self.array else ["-H"] if self.cancelled else []

    def files(self, token):
        return [f"{token}.{task}" for task in range(TASKS)] if self.array else [str(token)]

    def expected(self):
        if self.cancelled:
            return "CANCELLED", "0:0", (0, 0)
        return "FAILED" if self.exit_code else "COMPLETED", f"{self.exit_code}:0", (1, 2 if self.requeued else 1)


class Load:
    """Submits jobs, each with a name of its own and an exit code that follows from it."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.up = threading.Event()
        self.ending = False
        self.lock = threading.Lock()
        self.next = 0
        self.acknowledged = {}  # job id -> token
        self.unknown = set()    # tokens without an answer
        self.room = threading.Semaphore(LONGEST_BACKLOG)
        self.threads = [threading.Thread(target=self.submit_all) for _ in range(SUBMITTERS)]
        for thread in self.threads:
            thread.start()

    def submit_all(self):
        while True:
            self.up.wait()
            self.room.acquire()
            if self.ending:
                return
            with self.lock:
                self.next += 1
                token = self.next
            kind = Kind(token)
            done = self.cluster.run("sbatch", "--parsable", "-o", "/dev/null", "-J", f"t{token}", *kind.options,
                                    input=kind.script)
            if done.returncode == 0 and kind.requeued:
                self.cluster.run("scontrol", "requeue", done.stdout.strip())
            if done.returncode == 0 and kind.cancelled:
                self.cluster.run("scancel", done.stdout.strip())
            with self.lock:
                if done.returncode == 0:
                    self.acknowledged[int(done.stdout)] = token
                else:
                    self.unknown.add(token)
                    self.room.release()

    def let_go_on(self):
        """Makes room for as many submissions as jobs have run."""
        run = len({name.split(".")[0] for name in os.listdir(self.cluster.runs)})
        with self.lock:
            cancelled = sum(Kind(token).cancelled for token in self.acknowledged.values())
            free = LONGEST_BACKLOG - (len(self.acknowledged) - cancelled - run)
        while free > 0 and self.room._value < free:  # pylint: disable=protected-access
            self.room.release()

    def stop(self):
        self.ending = True
        self.up.set()
        for _ in self.threads:
            self.room.release()
        for thread in self.threads:
            thread.join()


def check(cluster, load):
    problems = []
    rows = [line.split("|") for line in
            cluster.run("sacct", "-n", "-P", "-X", "-j", ",".join(map(str, cluster.jobs())), "-o",
                        "jobid,jobname,state,exitcode", check=True).stdout.splitlines()]
    submissions = {}  # token -> jobs
    for job, name, state, code in rows:
        submissions.setdefault(int(name[1:]), []).append((job, state.split()[0], code))
    for job, token in load.acknowledged.items():
        if not any(int(one.split("_")[0]) == job for one, _, _ in submissions.get(token, ())):
            problems.append(f"job {job} (t{token}) was acknowledged and is lost")
    for token, jobs in submissions.items():
        kind = Kind(token)
        ids = {job for job, _, _ in jobs}
        state, code, (least, most) = kind.expected()
        first = jobs[0][0].split("_")[0]
        if ids != ({f"{first}_{task}" for task in range(TASKS)} if kind.array else {first}):
            problems.append(f"t{token} was submitted once and is {sorted(ids)}")
        for job, *end in jobs:
            if end != [state, code]:
                problems.append(f"job {job} (t{token}) ended as {end}, not {state} {code}")
        for file in kind.files(token):
            if not least <= runs_in(cluster, file) <= most:
                problems.append(f"job {jobs[0][0]} (t{file}) ran {runs_in(cluster, file)} times")
        if runs_in(cluster, f"{token}.step") > 1:
            problems.append(f"the step of job {jobs[0][0]} (t{token}) ran twice")
    for token in load.unknown - set(submissions):
        if any(runs_in(cluster, file) for file in Kind(token).files(token)):
            problems.append(f"t{token} does not exist and ran all the same")
    return problems, len(rows)


def runs_in(cluster, file):
    path = cluster.runs / file
    return len(path.read_text().splitlines()) if path.exists() else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", action="store_true", help="leave the folder")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 30)
    moments = random.Random(seed)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="crash-")).resolve()
    cluster = Cluster(options.build.resolve(), folder)
    problems = ["it did not get to the end"]
    try:
        cluster.start()
        load = Load(cluster)
        try:
            for _ in range(options.rounds):
                load.up.set()
                time.sleep(moments.uniform(0.0, 0.12))
                load.up.clear()
                cluster.end(signal.SIGKILL)
                cluster.start()
                load.let_go_on()
        finally:
            load.stop()
        held = cluster.run("squeue", "-h", "-t", "PD", "-o", "%i %j", check=True).stdout
        for job, name in (line.split() for line in held.splitlines()):
            if Kind(int(name[1:])).cancelled:  # whoever submitted it may never have heard of it
                cluster.run("scancel", job, check=True)
            elif Kind(int(name[1:])).requeued:  # it would wait for two minutes
                cluster.run("scontrol", "update", f"JobId={job}", "StartTime=now", check=True)
        cluster.wait_for(sorted(load.acknowledged))
        cluster.wait_for(cluster.jobs())
        problems, jobs = check(cluster, load)
        print(f"seed {seed}: {options.rounds} kills, {len(load.acknowledged)} acknowledged, "
              f"{len(load.unknown)} without an answer, {jobs} jobs")
    finally:
        cluster.end(signal.SIGTERM)
        left = cluster.processes()
        problems += [f"left behind: {process}" for process in left]
        if problems:
            print(f"seed {seed}; the folder is {folder}", file=sys.stderr)
        elif not options.keep:
            shutil.rmtree(folder)
    for problem in problems[:20]:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
