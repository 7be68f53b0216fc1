# What sacctmgr changes, and what it refuses.
show sacctmgr -i add account foo
show sacctmgr -i add account foo
show sacctmgr -i add account foo2,foo3 parent=foo Description=desc Organization=org fairshare=3 maxjobs=4
show sacctmgr -i add account bar parent=nosuch
show sacctmgr -i add account bar zork=1
show sacctmgr -i add account bar maxjobs=x
show sacctmgr -i add user bin account=foo
show sacctmgr -i add user bin account=foo
show sacctmgr -i add user bin
show sacctmgr -i add user daemon,sys account=foo,acct fairshare=parent
show sacctmgr -i add qos high priority=10
show sacctmgr -i add qos high
show sacctmgr -i add coordinator names=bin account=foo
show sacctmgr -i modify account foo set grpjobs=5 description=hello
show sacctmgr -i modify account foo set fairshare=parent
show sacctmgr -i modify user bin where account=foo set maxjobs=3
show sacctmgr -i modify user bin set grptres=cpu=4,mem=2G maxtresperjob=node=2 maxwall=90
show sacctmgr -i modify user bin set grptres=cpu=-1
show sacctmgr -i modify qos high set priority=20 flags=nodecay
show sacctmgr -P show assoc format=account,user,share,grpjobs,grptres,maxjobs,maxtres,maxwall,defaultqos
show sacctmgr -P show qos format=name,priority,flags
show sacctmgr -i delete coordinator names=bin account=foo
show sacctmgr -i delete user daemon where account=foo
show sacctmgr -i delete user daemon account=acct
show sacctmgr -i delete account foo3
show sacctmgr -i delete account root
show sacctmgr -i delete account
show sacctmgr -i delete qos high
show sacctmgr -i delete user bin,daemon,sys
show sacctmgr -i delete account foo2,foo
show sacctmgr -P show account
show sacctmgr -P show user
