#!/usr/bin/env python3
"""Data-parallel training that follows the size of its job: before each epoch it looks into its control file, and uses
as many workers as it has CPUs. With NumPy if it is there, else in plain Python."""
import argparse
import multiprocessing
import os
import random

try:
    import numpy
except ImportError:
    numpy = None

FEATURES, ROWS = 8, 20000


def read_control():
    """The job's size now, as {"CPUS": "4", ...}; in other systems what it was at the start."""
    try:
        with open(os.environ["MINI_SLURM_CONTROL_FILE"]) as file:
            return dict(line.rstrip("\n").split("=", 1) for line in file)
    except (KeyError, OSError):
        return {"CPUS": os.environ.get("SLURM_CPUS_ON_NODE", "1")}


def allowed():
    """The CPUs that the kernel lets this process use."""
    with open("/proc/self/status") as file:
        return next(line.split()[1] for line in file if line.startswith("Cpus_allowed_list:"))


def make_rows(seed, count):
    """Points on a plane in eight dimensions, with some noise."""
    rng = random.Random(seed)
    rows = []
    for _ in range(count):
        x = [rng.gauss(0, 1) for _ in range(FEATURES)]
        rows.append((x, sum((index + 1) * value for index, value in enumerate(x)) + rng.gauss(0, 0.1)))
    return rows


def gradient(job):
    """Of the squared error over one worker's part of the rows: (sum of gradients, sum of errors, rows)."""
    weights, begin, end = job
    part = ALL_ROWS[begin:end]
    if numpy is not None:
        x = numpy.array([row[0] for row in part])
        error = x @ numpy.array(weights) - numpy.array([row[1] for row in part])
        return list(x.T @ error), float(error @ error), len(part)
    total, loss = [0.0] * FEATURES, 0.0
    for x, y in part:
        error = sum(w * value for w, value in zip(weights, x)) - y
        loss += error * error
        for index, value in enumerate(x):
            total[index] += error * value
    return total, loss, len(part)


def parts(weights, workers):
    edges = [ROWS * index // workers for index in range(workers + 1)]
    return [(weights, begin, end) for begin, end in zip(edges, edges[1:])]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--epochs", type=int, default=20)
    arguments = arguments.parse_args()
    weights, pool, workers = [0.0] * FEATURES, None, 0
    for epoch in range(arguments.epochs):
        wanted = max(1, int(read_control()["CPUS"]))
        if wanted != workers:  # as many workers as CPUs, from this epoch on
            if pool is not None:
                pool.terminate()
            pool, workers = multiprocessing.Pool(wanted), wanted
        results = pool.map(gradient, parts(weights, workers))
        count = sum(rows for _, _, rows in results)
        for index in range(FEATURES):
            weights[index] -= 0.2 * sum(total[index] for total, _, _ in results) / count
        loss = sum(loss for _, loss, _ in results) / count
        print(f"epoch {epoch}: {workers} workers on CPUs {allowed()}, loss {loss:.4f}", flush=True)
    pool.terminate()
    print("weights " + " ".join(f"{weight:.1f}" for weight in weights))


ALL_ROWS = make_rows(1, ROWS)  # workers are forked and share it
if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main()
