# Jobs in reservations: lists of them, early ones, cores, what may be changed meanwhile
res() { show scontrol create reservation "$@"; }
res ReservationName=a StartTime=now Duration=10 Nodes=node1 Users=root
res ReservationName=b StartTime=now Duration=10 Nodes=node2 Users=root
res ReservationName=c StartTime=now Duration=10 NodeCnt=1 CoreCnt=2 Users=root
res ReservationName=f StartTime=now+60 Duration=10 Nodes=node4 Users=root Flags=FLEX
submit --reservation=a,b --exclusive --wrap='sleep 60'; A=$J; wait_state $A RUNNING
submit --reservation=a,b --exclusive --wrap='sleep 60'; B=$J; wait_state $B RUNNING
submit --reservation=f --exclusive -w node4 --wrap='sleep 60'; F=$J; wait_state $F RUNNING
submit --reservation=c --wrap='sleep 60'; C=$J; sleep 5
submit -w node3 -n3 -t 1 --wrap='sleep 60'; D=$J
wait_state $D RUNNING
show squeue -h -S i -j $A,$B,$C,$F -o '%i %T %v %N'
show squeue -h -j $D -o %T
scontrol show job $A | grep Reservation=
show squeue -h -R a,b -S i -o %i
show scontrol delete reservation=b
show scontrol delete reservation=f
show scontrol update jobid=$D reservationname=nosuch
show scontrol update reservation=f Duration=20
scancel $F; wait_end $F; sleep 1
submit -H --reservation=f --wrap=true; H=$J
show scontrol delete reservation=f
show scontrol update jobid=$H reservationname=
show squeue -h -j $H -o '%T %v'
show scontrol delete reservation=f
scancel $A $B $C $D $H; wait_end $A; wait_end $C; sleep 1
for r in a b c; do show scontrol delete reservation=$r; done
show scontrol show reservation
