#!/bin/bash
#SBATCH --job-name=elastic-train
#SBATCH --output=elastic-train-%j.out
#SBATCH --time=10
#SBATCH --mem=300M
#MINISLURM --elastic --min-cpus=1
# Trains a model with as many worker processes as the job has CPUs at the time: more while the machine is idle, fewer
# while others wait. Real Slurm takes the line above for a comment and gives the job its CPUs once and for all.
python3 "${EXAMPLES:-.}/elastic_train.py" --epochs "${1:-20}"
