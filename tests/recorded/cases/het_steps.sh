# Steps over the components of a heterogeneous job, and its accounting
cat >s.sh <<'X'
#!/bin/bash
#SBATCH -J steps -n2 -t5 --mem=100
#SBATCH hetjob
#SBATCH -n3 -N2
#SBATCH hetjob
#SBATCH -c2
env | grep -E '_HET_GROUP_|HET_SIZE|SLURM_(NTASKS|NNODES|JOB_NUM_NODES|TASKS_PER_NODE)=' | sed "s/=$SLURM_JOB_ID/=J/" | sort
srun -l echo zero | sort
srun -l --het-group=1 bash -c 'echo $SLURM_PROCID $SLURM_NTASKS $SLURM_STEP_NUM_NODES' | sort
srun -l --het-group=0,1 bash -c 'echo $SLURM_PROCID $SLURM_NTASKS $SLURM_NNODES $SLURM_NODEID $SLURM_GTIDS $SLURM_STEP_TASKS_PER_NODE $SLURM_STEP_NODELIST' | sort
srun -l echo a : echo b | sort
srun --het-group=7 true
echo $?
srun --het-group=x true
exit 5
X
submit s.sh; A=$J; wait_state $A FAILED 200; wait_end $A; cat slurm-$A.out
show acct -j $A -o jobid,jobname,state,exitcode,nnodes,ntasks
show acct -j $((A+1)) -o jobid,jobname
show acct -j $A+2 -o jobid,jobname
show acct -X -j $((A+1)) --whole-hetjob -o jobid
show acct -X -j $A --whole-hetjob=no -o jobid
show acct -j $A.2 -o jobid,jobidraw,jobname
