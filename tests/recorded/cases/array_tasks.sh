# Tasks of an array by themselves: changed, held, put back, cancelled; what waits is shown as one
submit -a 1-10 -H --wrap='sleep 30'; B=$J
show scontrol update JobId=${B}_3 Name=third
show scontrol update JobId=${B}_[5-6] TimeLimit=7
show squeue -h -S i -j $B -o '%i %j %l'
show scontrol release ${B}_3
show scontrol release ${B}_[4,6]
sleep 2.5; show squeue -h -S i -j $B -o '%i %t %r %j %l'
show scontrol requeue ${B}_4
sleep 3; show squeue -h -S i -j $B -o '%i %t %r'
show scancel ${B}_[1-2,9-10]
show scancel ${B}_3
show scontrol hold ${B}_7
show scontrol uhold ${B}_8
show scontrol requeuehold ${B}_6
sleep 3
show squeue -h -S i -r -t all -j $B -o '%i %t %r'
for a in 3-1 1-3:0 a -1 1-1002; do show sbatch -H -a "$a" --wrap=true; done
scancel $B
submit -H -a 1,3,5-7%3 --wrap=true; A=$J
submit -H -a 1-5:2%1 --wrap=true; C=$J
show squeue -h -S i -j $A,$C -o '%i %K'
show scontrol update JobId=$A ArrayTaskThrottle=1
show scontrol update JobId=$C ArrayTaskThrottle=0
show squeue -h -S i -j $A,$C -o '%i %K'
show scancel ${A}_99
