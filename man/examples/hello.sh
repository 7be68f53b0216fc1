#!/bin/bash
#SBATCH --job-name=hello
#SBATCH --output=hello-%j.out
#SBATCH --time=1
#SBATCH --ntasks=1
echo "Hello from job $SLURM_JOB_ID on $SLURM_JOB_NODELIST with $SLURM_CPUS_ON_NODE CPU(s)"
srun --label sh -c 'echo "step $SLURM_STEP_ID, task $SLURM_PROCID of $SLURM_NTASKS"'
