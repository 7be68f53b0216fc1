# scontrol top with and without lists, nice values, holds of all kinds
submit -J block -N8 --exclusive -t 1 --wrap='sleep 60'; K=$J; wait_state $K RUNNING
one() { submit -N8 --exclusive -t 1 --wrap=true "$@"; }
list() { squeue -h -S -p,i -t PD -o '%j %Q %y'; }
one -J a; A=$J; one -J b; B=$J; one -J c; C=$J
show scontrol top $C; list
show scontrol top $B,$A; list
scancel $A $B $C; sleep 0.5
one -J a --nice=10; A=$J; one -J b --nice=20; B=$J; one -J c --nice=30; C=$J; one -J d --nice=40; D=$J; one -J e; E=$J
show scontrol top $C; list
show scontrol top $D; list
show scontrol top $D,$C,$B; list
scancel $A $B $C $D $E; sleep 0.5
one -J a --priority=1000; A=$J; one -J b --priority=900; B=$J; one -J c --priority=500; C=$J; one -J d --priority=100; D=$J; one -J e --nice=60; E=$J; one -J f -H; F=$J
show scontrol top $C; list
show scontrol top $D; list
show scontrol top 99999999
show scontrol top $K
show scontrol top $F
show scontrol hold $A
show scontrol uhold $B
show squeue -h -S i -j $A,$B -o '%j %Q %r'
show scontrol release $A $B; list
show scontrol update JobId=$C Nice=10; list
show scontrol update JobId=$A Priority=0
show scontrol update JobId=$A Priority=77
show squeue -h -j $A -o '%Q %r'
show scontrol release $F; show squeue -h -j $F -o '%Q %y'
show scontrol hold $K
show squeue -h -j $K -o '%T %r %Q'
show scontrol release $K
show squeue -h -j $K -o '%T %r'
show scontrol requeuehold $K; sleep 3
show squeue -h -j $K -o '%T %r %Q'
scancel $A $B $C $D $E $F $K
