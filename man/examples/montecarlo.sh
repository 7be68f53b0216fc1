#!/bin/bash
#SBATCH --job-name=montecarlo
#SBATCH --partition=virtual
#SBATCH --ntasks=4
#SBATCH --output=montecarlo-%j.out
#SBATCH --time=5
# Estimates pi with four independent random streams and averages them.
srun --label python3 "${EXAMPLES:-.}/montecarlo.py" 100000 | tee "montecarlo-$SLURM_JOB_ID.txt"
awk '{sum += $NF; n++} END {printf "pi is about %.3f (from %d streams)\n", sum / n, n}' "montecarlo-$SLURM_JOB_ID.txt"
