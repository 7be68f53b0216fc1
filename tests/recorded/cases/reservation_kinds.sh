# Kinds of reservations: flags, cores, names given by Slurm, lists of them, who may and what may not
shown() { scontrol show reservation "$@" | grep -v AllowedPartitions | sed -E 's/=\S*[0-9]{4}-.*EndTime=\S+/=T EndTime=T/'; }
res() { show scontrol create reservation "$@"; }
res ReservationName=a StartTime=now Duration=10 Nodes=node1 Users=root
res ReservationName=b StartTime=now Duration=10 Nodes=node2 Users=root Flags=FLEX
res ReservationName=c StartTime=now Duration=10 NodeCnt=1 CoreCnt=2 Users=root
res ReservationName=f StartTime=now+60 Duration=10 Nodes=node4 Users=root Flags=FLEX,DAILY
res ReservationName=g StartTime=now+1hour Duration=30 NodeCnt=2 Accounts=acct Flags=PURGE_COMP=10,TIME_FLOAT
res ReservationName=p StartTime=now+1hour Duration=30 PartitionName=short Nodes=ALL Users=root Flags=PART_NODES,OVERLAP
res StartTime=now+1hour Duration=30 PartitionName=short Users=root Flags=PART_NODES,OVERLAP
res StartTime=now+1hour Duration=30 NodeCnt=2 Users=-root Flags=REPLACE,USER_DELETE,STATIC_ALLOC
res ReservationName=l StartTime=now+1hour Duration=30 NodeCnt=1 Users=root Licenses=matlab:1 MaxStartDelay=5
res StartTime=now Duration=30 Licenses=matlab:2 Users=root Flags=ANY_NODES ReservationName=lic
res StartTime=now Duration=30 Nodes=node[1,8] Users=root
res StartTime=now Duration=30 Nodes=node1 Users=root Flags=MAINT ReservationName=m
res StartTime=now Duration=30 NodeCnt=9 Users=root
res StartTime=now Duration=30 NodeCnt=1 Features=nosuch Users=root
res StartTime=now Duration=30 NodeCnt=1 Users=root Accounts=acct,-other
res StartTime=now Duration=30 NodeCnt=1 Accounts=nosuch
res StartTime=now Duration=30 NodeCnt=1 Users=root Flags=DAILY,WEEKLY
res StartTime=now Duration=30 NodeCnt=1 Users=root Flags=NOSUCH
res StartTime=now Duration=30 NodeCnt=1 Users=root Licenses=matlab:3
res StartTime=now-3600 Duration=10 NodeCnt=1 Users=root
res StartTime=now EndTime=now-10 NodeCnt=1 Users=root
shown
show scontrol show license matlab
show sbatch --reservation=a,nosuch --wrap=true
show srun --reservation=nosuch true
show scontrol update reservation=lic Duration=20
show scontrol update reservation=lic Users+=slurm
show scontrol update reservation=lic Users-=root,slurm
show scontrol update reservation=lic Flags+=DAILY
shown lic
show scontrol update reservation=lic NewName=x
for r in $(scontrol -o show res | sed -n 's/ReservationName=\([^ ]*\).*/\1/p'); do scontrol delete reservation=$r; done
show scontrol show reservation
