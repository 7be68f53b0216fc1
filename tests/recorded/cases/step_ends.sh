# Who ended a step: scancel and srun's own end are on record, a signal is not
cat > s.sh <<'S'
#!/bin/bash
echo --- cancelled
srun -n1 sh -c 'touch up.0; sleep 50' 2>/dev/null &
until [ -e up.0 ]; do sleep 0.1; done; scancel $SLURM_JOB_ID.0; wait $!; echo $?
echo --- srun told to end
srun -n1 sh -c 'touch up.1; sleep 50' 2>/dev/null &
until [ -e up.1 ]; do sleep 0.1; done; kill -TERM $!; wait $!; echo $?
echo --- signalled
srun -n1 sh -c 'touch up.2; sleep 50' 2>/dev/null &
until [ -e up.2 ]; do sleep 0.1; done; scancel -s USR1 $SLURM_JOB_ID.2; wait $!; echo $?
echo --- the first task has ended
srun -n2 -W1 sh -c '[ $SLURM_PROCID = 0 ] || sleep 9' 2>/dev/null; echo $?
echo --- a task has failed
srun -n1 sh -c 'exit 3' 2>/dev/null; echo $?
echo --- PMI
srun --mpi=pmi2 -N2 -n4 --ntasks-per-node=2 sh -c 'echo $PMI_RANK of $PMI_SIZE, $SLURM_MPI_TYPE, ${PMI_FD:+connected}' | sort
S
submit -N2 -n4 --ntasks-per-node=2 -w 'node[1-2]' -t 5 -o s.out s.sh; wait_end $J; cat s.out
sacct -n -P -j $J -o jobid,exitcode,state | grep '\.[0-9]'
