#!/bin/bash
#SBATCH --job-name=matrix
#SBATCH --partition=virtual
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --mem=500M
#SBATCH --output=matrix-%j.out
#SBATCH --time=5
# A matrix product with as many OpenMP threads as the job has CPUs.
set -e
export OMP_NUM_THREADS=$SLURM_CPUS_PER_TASK
program=$(mktemp)
trap 'rm -f "$program"' EXIT
g++ -O2 -fopenmp -o "$program" "${EXAMPLES:-.}/matrix.cpp"
"$program" 300
