# --switches: how it waits and how it is shown
submit --exclusive -N2 -w 'node[1,5]' --wrap='sleep 300'; wait_state $J RUNNING 60; B=$J
submit --exclusive -N4 --switches=1@10 --wrap='sleep 1'; W=$J; sleep 3
show squeue -h -j $W -o '%T %r'
show bash -c "scontrol show job $W | grep -o 'Switches=.*'"
show squeue -h -j $W -O ReqSwitch:10,Wait4Switch:14
show scontrol update job $W Switches=2@1
show bash -c "scontrol show job $W | grep -o 'Switches=.*'"
wait_state $W RUNNING 60
scancel $W; wait_end $W
submit --exclusive -N3 --switches=1 --wrap='sleep 60'; wait_state $J RUNNING 60
show squeue -h -j $J -o '%N'
show bash -c "scontrol show job $J | grep -o 'Switches=.*'"
scancel $J; wait_end $J
submit --exclusive -N6 --switches=1 --wrap='sleep 60'; sleep 3
show squeue -h -j $J -o '%T %r'
scancel $J
show sbatch -N2 --switches=0 --wrap=true
show sbatch -N2 --switches=x --wrap=true
show sbatch -N2 --switches=1@x --wrap=true
scancel $B
