#!/usr/bin/env python3
"""Runs one of the examples as a user would. examples.py PREFIX EXAMPLES NAME"""
import contextlib
import os
import pathlib
import re
import sys

from private_controller import PrivateController

PREFIX, EXAMPLES = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def submit(own, *arguments):
    """Submits, waits for the end, and returns the job's id. The job must end well."""
    return own.ask("sbatch", "--parsable", "-W", *arguments)


def states(own, job):
    return own.ask("sacct", "-n", "-X", "-P", "-j", job, "-o", "state").splitlines()


def hello(own):
    job = submit(own, EXAMPLES / "hello.sh")
    lines = own.read(f"hello-{job}.out").splitlines()
    check(re.fullmatch(rf"Hello from job {job} on \S+ with \d+ CPU\(s\)", lines[0]), lines)
    check(lines[1:] == ["0: step 0, task 0 of 1"], lines)
    rows = own.ask("sacct", "-n", "-P", "-j", job, "-o", "jobid,jobname,state,exitcode").splitlines()
    check(rows == [f"{job}|hello|COMPLETED|0:0", f"{job}.batch|batch|COMPLETED|0:0", f"{job}.0|sh|COMPLETED|0:0"], rows)


def train(own):
    job = submit(own, EXAMPLES / "train.sh", 30)
    lines = own.read(f"train-{job}.out").splitlines()
    check(lines[0].startswith(f"start 0 of job {job} on "), lines)
    losses = [float(line.split()[-1]) for line in lines if line.startswith("epoch")]
    check(len(losses) == 30 and losses[-1] < losses[0] / 2, losses)
    check(float(lines[-1].rpartition("accuracy ")[2]) > 0.9, lines[-1])


def resume(own):
    """A requeue in the middle: the second run goes on where the first one was, and appends to its output."""
    job = own.ask("sbatch", "--parsable", EXAMPLES / "train.sh", 2000)
    name = f"train-{job}.out"
    own.wait_for_line(name, "epoch   3")
    own.run("scontrol", "requeue", job)
    own.run("scontrol", "update", f"JobId={job}", "StartTime=now")  # or it would wait for its BeginTime
    resumed = int(own.wait_for_line(name, "resumed at epoch").split()[-1])
    check(resumed >= 3, resumed)
    own.wait_for_line(name, f"epoch {resumed + 2:3} ")
    shown = own.ask("scontrol", "show", "job", job)
    check("Restarts=1" in shown, shown)
    own.run("scancel", job)
    own.run("sbatch", "-W", "-d", f"afterany:{job}", "-o", "/dev/null", "--wrap", "true")
    check(states(own, job)[-1].startswith("CANCELLED"), states(own, job))
    epochs = [int(line.split()[1]) for line in own.read(name).splitlines() if line.startswith("epoch")]
    check(sorted(epochs) == epochs and len(set(epochs)) == len(epochs), epochs)  # nothing was learnt twice


def sweep(own):
    job = submit(own, EXAMPLES / "sweep.sh")
    check(states(own, job) == ["COMPLETED"] * 6, states(own, job))
    for task in range(6):
        first, second = own.read(f"sweep-{job}_{task}.out").splitlines()
        check(first == f"task {task} of 6: rate {[0.01, 0.05, 0.2][task % 3]}, seed {task // 3 + 1}", first)
        check(float(second.rpartition("accuracy ")[2]) > 0.8, second)


def montecarlo(own):
    job = submit(own, EXAMPLES / "montecarlo.sh")
    *streams, last = own.read(f"montecarlo-{job}.out").splitlines()
    check(sorted(line.split(":")[0] for line in streams) == ["0", "1", "2", "3"], streams)
    check(abs(float(last.split()[3]) - 3.1416) < 0.02 and last.endswith("(from 4 streams)"), last)


def matrix(own):
    own.run("slurmctld", "--total-cpus", 4, "--total-mem", "4GB")  # as many CPUs on every machine
    job = submit(own, EXAMPLES / "matrix.sh")
    text = own.read(f"matrix-{job}.out")
    check(re.fullmatch(r"300 x 300 with 2 threads in [\d.]+ s: right\n", text), text)


def pipeline(own):
    make, each, join = own.ask(EXAMPLES / "pipeline.sh", "pipe").split()
    own.run("sbatch", "-W", "-d", f"afterany:{join}", "-o", "/dev/null", "--wrap", "true")
    check(states(own, make) + states(own, each) + states(own, join) == ["COMPLETED"] * 6, "not all jobs ended well")
    check(own.read("pipe/make.out") == "made 4 images\n", own.read("pipe/make.out"))
    edges = [int(own.read(f"pipe/each-{task}.out").split()[2]) for task in range(4)]
    check(edges == sorted(edges) and edges[0] > 0, edges)  # the circles grow
    check(own.read("pipe/contact.pgm").startswith("P2\n256 64\n"), "the joined picture has not the size of four")


def heat(own):
    job = submit(own, EXAMPLES / "heat.sh")
    lines = sorted(own.read(f"heat-{job}.out").splitlines())
    parts = [re.fullmatch(r"(\d): task \1 on (\S+): heat ([\d.]+), highest ([\d.]+)", line) for line in lines]
    check(len(parts) == 2 and all(parts), lines)
    check(parts[0][2] != parts[1][2], "both halves are on one node")
    check(abs(sum(float(part[3]) for part in parts) - 2000) < 0.01, lines)  # no heat is lost


def needs_two_cpus():
    cpus = sorted(os.sched_getaffinity(0))
    if len(cpus) < 2:
        print("SKIP: growing needs two CPUs")
        sys.exit(77)
    return cpus


def cpu_set(text):
    """0-2,5 as a set."""
    return {cpu for part in text.split(",") for cpu in range(int(part.split("-")[0]), int(part.split("-")[-1]) + 1)}


@contextlib.contextmanager
def urgent(own, cpus):
    """A job that has all CPUs but one for as long as the block lasts. It starts at once, whatever others have."""
    over = own.work / "over"
    os.mkfifo(over)
    job = own.start("sbatch", "-W", "-n", len(cpus) - 1, "--mem=50M", "-o", "/dev/null", "--wrap", f"read word < {over}")
    yield
    over.write_text("over\n")
    check(job.wait() == 0, "the urgent job did not end well")


def ends_well(own, job, name):
    own.wait_for_line(name, "weights" if "train" in name else "all done")
    own.run("sbatch", "-W", "-d", f"afterany:{job}", "-o", "/dev/null", "--wrap", "true")
    check(states(own, job) == ["COMPLETED"], states(own, job))


def elastic_train(own):
    cpus = needs_two_cpus()
    job = own.ask("sbatch", "--parsable", EXAMPLES / "elastic_train.sh", 300)
    name = f"elastic-train-{job}.out"
    own.wait_for_line(name, f"{len(cpus)} workers")
    with urgent(own, cpus):
        own.wait_for_line(name, "1 workers")
    ends_well(own, job, name)
    for line in own.read(name).splitlines()[:-1]:
        found = re.fullmatch(r"epoch \d+: (\d+) workers on CPUs (\S+), loss [\d.]+", line)
        check(found, line)
    sizes = [int(line.split()[2]) for line in own.read(name).splitlines()[:-1]]
    used = [len(cpu_set(line.split()[6].rstrip(","))) for line in own.read(name).splitlines()[:-1]]
    check(1 in used and len(cpus) in used, used)  # what the kernel says
    check(own.read(name).splitlines()[-1] == "weights 1.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0", own.read(name).splitlines()[-1])
    row = own.ask("sacct", "-n", "-X", "-P", "-j", job, "-o", "AllocCPUS,ElapsedRaw,CPUTimeRAW,Resizes").split("|")
    check(f"{len(cpus)}->1" in row[3] and int(row[2]) >= int(row[1]), row)
    check(len(set(sizes)) >= 2, sizes)


def elastic_pool(own):
    cpus = needs_two_cpus()
    job = own.ask("sbatch", "--parsable", EXAMPLES / "elastic_pool.sh", 50)
    name = f"elastic-pool-{job}.out"
    own.wait_for_line(name, f"of {len(cpus)} on")
    with urgent(own, cpus):
        own.wait_for_line(name, "size 1: was")
    ends_well(own, job, name)
    lines = own.read(name).splitlines()
    done = sorted(int(line.split()[1]) for line in lines if line.startswith("task "))
    check(done == list(range(50)), done)  # each task once
    for line in lines:
        if line.startswith("size "):
            check(len(cpu_set(line.split()[-1])) == int(line.split()[1].rstrip(":")), line)


def elastic_array(own):
    cpus = needs_two_cpus()
    own.environment["PIECES"] = str(30 * len(cpus))
    job = own.ask(EXAMPLES / "elastic_array.sh", "array")
    own.wait_for_line("array/task-0.out", f"{len(cpus)} CPUs")
    with urgent(own, cpus):
        own.wait_for_line("array/task-0.out", ": 1 CPUs")
    own.wait_for_line("array/task-1.out", "task 1")
    own.run("sbatch", "-W", "-d", f"afterany:{job}", "-o", "/dev/null", "--wrap", "true")
    check(states(own, job) == ["COMPLETED"] * 2, states(own, job))
    for line in own.read("array/task-0.out").splitlines():
        found = re.fullmatch(r"task 0: (\d+) CPUs \((\S+)\), \d+ left", line)
        check(found, line)
    used = [len(cpu_set(line.split("(")[1].split(")")[0])) for line in own.read("array/task-0.out").splitlines()]
    check(1 in used and len(cpus) in used, used)


def main():
    with PrivateController(PREFIX) as own:
        own.environment["EXAMPLES"] = str(EXAMPLES)
        globals()[sys.argv[3]](own)


main()
