#!/usr/bin/env python3
"""Kills the controller with SIGKILL at random moments while jobs are submitted and run, starts it again, and checks
that every acknowledged submission exists once, ran once, and ended with its own exit code; and that no process stays behind.

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
        self.commands = {name: str(build / f"commands/{name}/{name}") for name in ("sbatch", "sacct")}

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
            script = (f"#!/bin/sh\necho run >>$RUNS/{token}\n"
                      f"sleep 0.0{token % 5}\nexit {token % 7}\n")
            done = self.cluster.run("sbatch", "--parsable", "-o", "/dev/null", "-J", f"t{token}", input=script)
            with self.lock:
                if done.returncode == 0:
                    self.acknowledged[int(done.stdout)] = token
                else:
                    self.unknown.add(token)
                    self.room.release()

    def let_go_on(self):
        """Makes room for as many submissions as jobs have run."""
        run = len(os.listdir(self.cluster.runs))
        with self.lock:
            free = LONGEST_BACKLOG - (len(self.acknowledged) - run)
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
            cluster.run("sacct", "-n", "-P", "-X", "-a", "-S", "2000-01-01", "-o", "jobid,jobname,state,exitcode",
                        check=True).stdout.splitlines()]
    by_id = {}
    for job, name, state, code in rows:
        if int(job) in by_id:
            problems.append(f"job {job} is listed twice")
        by_id[int(job)] = (name, state, code)
    names = [row[0] for row in by_id.values()]
    for name in {name for name in names if names.count(name) > 1} if len(names) != len(set(names)) else ():
        problems.append(f"{name} was submitted once and exists {names.count(name)} times")
    for job, token in load.acknowledged.items():
        if job not in by_id:
            problems.append(f"job {job} (t{token}) was acknowledged and is lost")
        elif by_id[job][0] != f"t{token}":
            problems.append(f"job {job} is {by_id[job][0]}, acknowledged as t{token}")
    for job, (name, state, code) in by_id.items():
        token = int(name[1:])
        expected = ("FAILED" if token % 7 else "COMPLETED", f"{token % 7}:0")
        if (state, code) != expected:
            problems.append(f"job {job} ({name}) ended as {state} {code}, not {expected}")
        ran = cluster.runs / str(token)
        count = len(ran.read_text().splitlines()) if ran.exists() else 0
        if count != 1:
            problems.append(f"job {job} ({name}) ran {count} times")
    for token in load.unknown:
        if f"t{token}" not in names and (cluster.runs / str(token)).exists():
            problems.append(f"t{token} does not exist and ran all the same")
    return problems, len(by_id)


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
        cluster.wait_for(sorted(load.acknowledged))
        present = cluster.run("sacct", "-n", "-P", "-X", "-a", "-S", "2000-01-01", "-o", "jobid", check=True).stdout
        cluster.wait_for(int(job) for job in present.split())
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
