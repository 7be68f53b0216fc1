# Heterogeneous jobs: submission, ids, control, steps, the end
submit -H -J ha -t5 --comment=c1 -n2 -C fast : -n1 -t3 : -J third -n3 --wrap=true; A=$J; B=$((A+1)); C=$((A+2))
show squeue -h -j $A -S i -o '%i %A %j %t %r %k %l %C %f'
show squeue -h -j $B -o '%i'
show squeue -h -j $A -S i -O HetJobID,HetJobOffset,HetJobIDSet
show scancel $B
show scancel $A+1
show scontrol suspend $B
show scontrol requeue $B
show scontrol requeue $A+1
show scontrol requeue $A
show scontrol update jobid=$A comment=all
show scontrol update jobid=$A+2 comment=third
show squeue -h -j $A -S i -o '%i %k'
show scontrol show job $A+7
scontrol show job $A+1 | grep -oE 'HetJob[A-Za-z]*=[0-9-]*|NumTasks=[0-9]*|Comment=[a-z0-9]*|ExcNodeList=.*'
show scancel $A
show squeue -h -t all -j $A -S i -o '%i %T'
show sbatch --array=1-2 -n1 : -n1 --wrap=true
show sbatch -n1 : -n1 --array=1-2 --wrap=true
show sbatch -w node1 : -w node1 --wrap=true
show salloc -I -n1 : -n1 true
submit -H -n1 : -w node3 -n1 : -x node5 --wrap=true
scontrol show job $J | grep -o 'ReqNodeList.*'; scancel $J
