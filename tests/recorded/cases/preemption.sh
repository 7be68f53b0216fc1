# preemption by partition tier: what is shown of it, cancel, requeue and who cannot be requeued, equal tiers
C=$(scontrol show config | awk '/^SLURM_CONF /{print $3}'); cp $C before.conf
conf() { M=$1; shift; cp before.conf next.conf; for kv in "$@"; do sed -i "/^ClusterName=/i $kv" next.conf; done; cp next.conf $C
  scontrol reconfigure; for i in $(seq 100); do scontrol show config | grep -q "^PreemptMode *= $M" && break; sleep 0.1; done; }
fields() { scontrol show job $1 | grep -oE "(JobState|Reason|Restarts|ExitCode|PreemptTime|PreemptEligibleTime|SuspendTime|SecsPreSuspend|EndTime)=[^ ]*"; }
conf CANCEL PreemptType=preempt/partition_prio PreemptMode=CANCEL
scontrol show config | grep -E "^(Preempt|SchedulerTimeSlice)"
scontrol show partition debug | grep -oE "(PreemptMode|GraceTime)=[^ ]*"
show sinfo -h -p short -o "%P %M"
submit -J low -w node1 -c4 -t 10 -o low.out --wrap='exec sleep 100'; A=$J; wait_state $A RUNNING
fields $A
submit -J high -p short -w node1 -c2 -t 5 --wrap='exec sleep 1'; B=$J; wait_end $B
fields $A
sed 's/.*\*\*\* JOB/*** JOB/' low.out
show squeue -h -t all -j $A -O PreemptTime
show sacct -n -P -X -j $A -o state,exitcode
submit -J none -w node1 -c4 -t 10 -o none.out --wrap='exec sleep 100'; A=$J; wait_state $A RUNNING
submit -J equal -w node1 -c2 -t 5 --wrap='exec sleep 1'; B=$J; for i in $(seq 100); do [ "$(squeue -h -j $B -o %r)" = Resources ] && break; sleep 0.1; done
show squeue -h -j $A,$B -S i -o "%j %t %r"
scancel $A $B; wait_end $A; wait_end $B
conf REQUEUE PreemptType=preempt/partition_prio PreemptMode=REQUEUE
submit -J again -w node2 -c4 -t 10 -o again.out --wrap='exec sleep 100'; A=$J; wait_state $A RUNNING
submit -J once --no-requeue -w node3 -c4 -t 10 -o once.out --wrap='exec sleep 100'; C1=$J; wait_state $C1 RUNNING
submit -J high -p short -N2 -w node2,node3 -n2 -c2 -t 5 --wrap='exec sleep 1'; B=$J; wait_end $B
show squeue -h -j $A -o "%t %r"
fields $A
fields $C1
show sacct -n -P -X -D -j $A,$C1 -o jobname,state,restarts
scancel $A
cp before.conf $C; scontrol reconfigure
