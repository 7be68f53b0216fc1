#!/usr/bin/env python3
"""Elastic jobs on this machine: how long it takes from "CPUs are free" to "the job has them and knows", and what a mixed
workload gains. Not part of the tests.  PYTHONPATH=tests/support elastic_live.py PREFIX [latency|workload]"""
import os
import pathlib
import statistics
import sys
import time
from datetime import datetime

from private_controller import PrivateController

PREFIX = pathlib.Path(sys.argv[1])

CONF = """ClusterName=bench
SlurmctldHost=localhost
StateSaveLocation={folder}/ctld
SlurmdSpoolDir={folder}/spool
SlurmctldLogFile={folder}/slurmctld.log
SlurmctldPidFile={folder}/slurmctld.pid
SlurmUser={user}
AuthType=auth/munge
ProctrackType=proctrack/linuxproc
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ElasticPolicy={policy}
ElasticThreshold=100
ElasticCooldown=1
NodeName=localhost CPUs={cpus} RealMemory=4000
PartitionName=debug Nodes=localhost Default=YES MaxTime=60
"""

# Says when it knows of its second CPU.
LEARNER = """#!/bin/bash
#SBATCH -o learner.out
#MINISLURM --elastic --min-cpus=1 --max-cpus=2
exec python3 -c "
import os, signal, time
signal.pthread_sigmask(signal.SIG_BLOCK, [])
def told(*_):
    print(time.time(), len(os.sched_getaffinity(0)), flush=True)
signal.signal(signal.SIGUSR1, told)
print('begin', flush=True)
while True: signal.pause()
"
"""

# So many tenths of a second times CPUs.
WORKER = """#!/bin/bash
left=$1
while (( left > 0 )); do
  sleep 0.1
  cpus=${SLURM_CPUS_ON_NODE}
  [ -n "$MINI_SLURM_CONTROL_FILE" ] && read -r line < "$MINI_SLURM_CONTROL_FILE" && cpus=${line#CPUS=}
  (( left -= cpus ))
done
true
"""


def configure(own, policy, cpus):
    conf = own.folder / "slurm.conf"
    conf.write_text(CONF.format(folder=own.folder, user=os.environ.get("USER", "root"), policy=policy, cpus=cpus))
    own.environment["SLURM_CONF"] = str(conf)
    own.run("slurmctld")


def latency():
    with PrivateController(PREFIX) as own:
        configure(own, "on", 2)
        (own.work / "learner.sh").write_text(LEARNER)
        learner = own.ask("sbatch", "--parsable", "learner.sh")
        own.wait_for_line("learner.out", "begin")
        found = []
        for attempt in range(20):
            time.sleep(1.6)
            own.ask("sbatch", "-W", "-n1", "-o", f"free-{attempt}", "--wrap", "sleep 1.2; date +%s.%N")
            time.sleep(0.5)
            free = float(own.read(f"free-{attempt}"))
            told = [line.split() for line in own.read("learner.out").splitlines()[1:]]
            up = [float(at) for at, cpus in told if cpus == "2" and float(at) >= free]
            if up:
                found.append((up[0] - free) * 1000)
        own.run("scancel", learner)
        print(f"from the last instruction of the job before to the signal: {len(found)} times, median "
              f"{statistics.median(found):.1f} ms, worst {max(found):.1f} ms")


CPUS = 8  # counted; the jobs mostly sleep


def workload():
    """36 jobs, every second one elastic, the same work each time."""
    for policy in ("off", "on"):
        with PrivateController(PREFIX) as own:
            configure(own, policy, CPUS)
            (own.work / "worker.sh").write_text(WORKER)
            begin = time.time()
            for job in range(36):
                size = 1 + job % 3
                options = ["--elastic", "--min-cpus=1", f"--max-cpus={CPUS}"] if job % 2 == 0 else []
                own.ask("sbatch", "-n1", "-c", size, "-t", 5, "-o", "/dev/null", *options, "worker.sh", 15 * size + job % 7 * 10)
                if job % 6 == 5:
                    time.sleep(3)
            own.ask("sbatch", "-W", "-d", "singleton", "-J", "last", "-o", "/dev/null", "--nice=1000000", "--wrap", "true")
            while own.ask("squeue", "-h"):
                time.sleep(0.2)
            took = time.time() - begin
            rows = own.ask("sacct", "-n", "-X", "-P", "-a", "-o", "JobName,Submit,Start,CPUTimeRAW").splitlines()
            rows = [row.split("|") for row in rows if not row.startswith("last|")]
            waits = [(datetime.fromisoformat(start) - datetime.fromisoformat(submit)).seconds for _, submit, start, _ in rows]
            held = sum(int(row[3]) for row in rows)
            print(f"elasticity {policy}: {len(rows)} jobs, makespan {took:.1f} s, mean wait {statistics.mean(waits):.1f} s, "
                  f"utilisation {100 * held / (CPUS * took):.0f} %", flush=True)


if __name__ == "__main__":
    for name in sys.argv[2:] or ["latency", "workload"]:
        globals()[name]()
