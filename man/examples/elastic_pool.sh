#!/bin/bash
#SBATCH --job-name=elastic-pool
#SBATCH --output=elastic-pool-%j.out
#SBATCH --time=10
#SBATCH --mem=200M
#MINISLURM --elastic --min-cpus=1 --elastic-signal=USR1
# A queue of tasks and as many workers as the job has CPUs. The signal says when that number has changed.
# "exec": the signal goes to processes that catch it, and the program should be the job's only one.
exec python3 "${EXAMPLES:-.}/elastic_pool.py" --tasks "${1:-40}"
