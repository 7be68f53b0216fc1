#!/bin/bash
#SBATCH --job-name=heat
#SBATCH --partition=virtual
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --output=heat-%j.out
#SBATCH --time=5
# The heat equation on a rod, cut in two halves, one on each node. The halves exchange their border values through
# files in the job's directory at every step: what MPI would do, with nothing to install.
export HEAT_DIR=$PWD/heat-$SLURM_JOB_ID
mkdir -p "$HEAT_DIR"
srun --label python3 "${EXAMPLES:-.}/heat.py" 60
rm -r "$HEAT_DIR"
