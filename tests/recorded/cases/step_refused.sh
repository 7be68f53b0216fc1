# What srun says of a step that its job cannot hold, and of jobs that are not there
cat >job.sh <<'X'
#!/bin/bash
r() { echo "> $*"; timeout 10 srun "$@" 2>&1; echo "rc=$?"; }
r -n9 true
r -N3 true
r -w node5 true
r -w nosuch true
r -x node1 hostname -s
r -x node1,node2 true
r -r2 -n1 true
r -r1 -N2 true
r -n1 --gres=gpu:1 true
r -n1 -G 5 true
r -n0 true
r -n1 --jobid=999999 true
srun -n4 sleep 3 & sleep 1; r -I -n4 true; r -n4 true; wait
srun -n4 sleep 3 & sleep 1; r --overlap -n4 --mem=0 echo overlapping; wait
X
submit -N2 -n4 -w node1,node2 -o out.txt job.sh; wait_end $J 600; cat out.txt
submit -w node1 --wrap true; wait_end $J; show srun --jobid=$J true
SLURM_JOB_ID=99999 show srun true
show srun --mpi=nosuch -w node1 true 2>&1 | tail -2
show srun -Z true
