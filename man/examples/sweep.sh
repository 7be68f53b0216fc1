#!/bin/bash
#SBATCH --job-name=sweep
#SBATCH --array=0-5%3
#SBATCH --output=sweep-%A_%a.out
#SBATCH --time=5
#SBATCH --mem=100M
# One task for each learning rate and seed, at most three at once. Collect the results with:
#   grep -h accuracy sweep-JOBID_*.out
rates=(0.01 0.05 0.2)
rate=${rates[SLURM_ARRAY_TASK_ID % 3]}
seed=$((SLURM_ARRAY_TASK_ID / 3 + 1))
echo "task $SLURM_ARRAY_TASK_ID of $SLURM_ARRAY_TASK_COUNT: rate $rate, seed $seed"
python3 "${EXAMPLES:-.}/train.py" --checkpoint "sweep-$SLURM_ARRAY_JOB_ID-$SLURM_ARRAY_TASK_ID.json" \
  --epochs 15 --rate "$rate" --seed "$seed" | tail -n 1
