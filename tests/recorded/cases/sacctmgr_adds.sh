# sacctmgr: adding
show sacctmgr -i add account sa1
show sacctmgr -i add account sa1
show sacctmgr -i add account sa2 parent=sa1 desc='my own' org=phys fairshare=7 maxjobs=3 grptres=cpu=10,mem=2G
show sacctmgr -i add account name=sa3,sa4 cluster=reference parent=sa1
show sacctmgr -i add account sa9 parent=nosuch
show sacctmgr -i add account sa9 cluster=nosuch
show sacctmgr -i add account
show sacctmgr -i add account sa9 foo=bar
show sacctmgr -i add account sa9 fairshare=abc
show sacctmgr -i add user daemon account=sa1
show sacctmgr -i add user daemon account=sa1
show sacctmgr -i add user daemon,bin account=sa2,sa3 fairshare=3
show sacctmgr -i add user bin
show sacctmgr -i add user bin account=nosuch
show sacctmgr -i add user name=bin account=sa1 partition=debug maxjobs=2 maxwall=1-0 qos=normal
show sacctmgr -i add qos sq1 priority=100 flags=DenyOnLimit,NoReserve maxwall=2:00:00 preempt=normal gracetime=60
show sacctmgr -i add qos sq1
show sacctmgr -i add qos sq2,sq3 usagefactor=0.5
show sacctmgr -i add coordinator accounts=sa1 names=daemon
show sacctmgr -i add coord sa1 daemon
show sacctmgr -i add coordinator account=nosuch name=daemon
show sacctmgr -i add wckey k1
show sacctmgr -i add cluster reference
show sacctmgr list account withcoord
show sacctmgr list assoc tree format=account,user,parentname,share,maxjobs,grptres%30,partition,maxwall,qos
show sacctmgr list user withassoc withcoord format=user,defaultaccount,coord%20,account,share,maxjobs
show sacctmgr list qos format=name,priority,flags%40,preempt,maxwall,gracetime,usagefactor,description
show sacctmgr list assoc account=sa1 withsub format=account,user
show sacctmgr -i add account sall desc=d org=o fairshare=5 priority=3 defaultqos=normal qos=normal grpjobs=1 grpjobsaccrue=2 grpsubmit=3 grpwall=4 grptres=cpu=1,mem=1500,gres/gpu=2 grptresmins=cpu=6 grptresrunmins=cpu=7 maxjobs=8 maxjobsaccrue=9 maxsubmit=10 maxwall=11 maxtres=cpu=12 maxtrespernode=cpu=13 maxtresmins=cpu=14 comment=hey parent=acct
show sacctmgr list assoc account=sall -P
show sacctmgr list assoc account=sall -P format=maxjobsaccrue,grpjobsaccrue,comment,lineage,parentname,qosraw,share,priority,grptres,maxnodes,maxcpus,grpmem,grpcpus,grpnodes,grpcpumins,maxcpumins,grpcpurunmins
show sacctmgr -i add qos sqa desc=d grpjobs=1 grpsubmit=3 grpwall=4 grptres=cpu=1 maxjobsperuser=8 maxjobsperaccount=8 maxsubmitjobsperuser=10 maxtresperuser=cpu=3 mintres=cpu=1 preemptmode=requeue priority=9 usagefactor=2 usagethreshold=0.3
show sacctmgr list qos sqa -P
show sacctmgr -i delete user bin,daemon
show sacctmgr -i delete account sa1,sa2,sa3,sa4,sall
show sacctmgr -i delete qos sq1,sq2,sq3,sqa
