# A heterogeneous job that runs: components cancelled alone, and all
submit -J run -n1 : -n1 : -n1 --wrap='sleep 60'; A=$J; wait_state $A RUNNING 200
show scancel $A+1
sleep 1; show squeue -h -j $A -S i -o '%i %T'
show scontrol suspend $A+2
show scancel $A
wait_end $A; wait_end $((A+2)); show squeue -h -t all -j $A -S i -o '%i %T'
show srun -l -n1 bash -c 'exit 2' : -n2 true
show sbatch -Q -W -n1 : -n1 --wrap='exit 4'
