#!/usr/bin/env python3
"""Throws darts at a square; each task has a random stream of its own, seeded by its rank."""
import os
import random
import sys

rank = int(os.environ.get("SLURM_PROCID", 0))
throws = int(sys.argv[1])
rng = random.Random(1000 + rank)
inside = sum(rng.random() ** 2 + rng.random() ** 2 < 1 for _ in range(throws))
print(f"stream {rank}: {4 * inside / throws:.4f}")
