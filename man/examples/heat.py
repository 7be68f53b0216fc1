#!/usr/bin/env python3
"""One half of a rod that cools from its middle outwards; talks to its neighbour through named pipes."""
import os
import sys

rank, size = int(os.environ["SLURM_PROCID"]), int(os.environ["SLURM_NTASKS"])
node = os.environ["SLURMD_NODENAME"]
folder, steps, cells = os.environ["HEAT_DIR"], int(sys.argv[1]), 50
assert size == 2, "this example is for two tasks"


def pipe(sender):
    path = f"{folder}/from-{sender}"
    try:
        os.mkfifo(path)
    except FileExistsError:
        pass
    return path


# Task 0 opens for writing first and task 1 for reading first, so that neither waits for the other for ever.
if rank == 0:
    out, into = open(pipe(0), "w", buffering=1), open(pipe(1))
else:
    into, out = open(pipe(0)), open(pipe(1), "w", buffering=1)

rod = [0.0] * cells
rod[-1 if rank == 0 else 0] = 1000.0
for _ in range(steps):
    out.write(f"{rod[-1] if rank == 0 else rod[0]!r}\n")
    border = float(into.readline())
    left = [rod[0]] + rod[:-1] if rank == 0 else [border] + rod[:-1]
    right = rod[1:] + [border] if rank == 0 else rod[1:] + [rod[-1]]
    rod = [value + 0.25 * (a - 2 * value + b) for value, a, b in zip(rod, left, right)]
print(f"task {rank} on {node}: heat {sum(rod):.3f}, highest {max(rod):.3f}")
