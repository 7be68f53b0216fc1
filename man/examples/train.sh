#!/bin/bash
#SBATCH --job-name=train
#SBATCH --output=train-%j.out
#SBATCH --open-mode=append
#SBATCH --time=10
#SBATCH --cpus-per-task=1
#SBATCH --mem=200M
#SBATCH --requeue
#SBATCH --signal=B:USR1@60
# Trains a small neural network. It writes a checkpoint after every epoch, so that a requeue (scontrol requeue ID, a
# preemption, a lost node) costs one epoch at most: the next start resumes where the last one stopped.
# One minute before the time limit USR1 arrives; the job then puts itself back into the queue.
set -u
epochs=${1:-30}
trap 'echo "out of time: requeue"; kill -TERM "$trainer"; wait "$trainer"; scontrol requeue "$SLURM_JOB_ID"' USR1

echo "start ${SLURM_RESTART_COUNT:-0} of job $SLURM_JOB_ID on $SLURM_JOB_NODELIST"
python3 "${EXAMPLES:-.}/train.py" --checkpoint "checkpoint-$SLURM_JOB_ID.json" --epochs "$epochs" &
trainer=$!
wait "$trainer"
