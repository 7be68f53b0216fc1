#!/usr/bin/env python3
"""A command that follows scontrol shutdown at once starts the next controller, and no job is lost or run twice."""
import sys

from private_controller import PrivateController

ROUNDS = 20

with PrivateController(sys.argv[1]) as own:
    for _ in range(ROUNDS):
        own.run("sbatch", "-o", "/dev/null", "--wrap", "echo ran >> runs-$SLURM_JOB_ID")
        own.run("scontrol", "shutdown")
    jobs = ",".join(str(number) for number in range(1, ROUNDS + 1))
    own.run("sbatch", "-W", "-o", "/dev/null", "-d", f"afterany:{jobs.replace(',', ':')}", "--wrap", "true")
    states = own.ask("sacct", "-n", "-X", "-P", "-j", jobs, "-o", "state").splitlines()
    runs = [own.read(f"runs-{number}") for number in range(1, ROUNDS + 1)]
    if states != ["COMPLETED"] * ROUNDS or runs != ["ran\n"] * ROUNDS:
        sys.exit(f"{states} {runs}")
