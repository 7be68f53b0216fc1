# sacctmgr: what list shows on a fresh cluster
for e in account assoc qos tres user wckey problem resource federation reservation instance; do show sacctmgr list $e; done
for o in -P -p -n -nP -s; do show sacctmgr $o list user; show sacctmgr $o list account; done
show sacctmgr list account withassoc
show sacctmgr list user withassoc
show sacctmgr list assoc tree
show sacctmgr list assoc wolimits
show sacctmgr list assoc user=root account=acct format=account%20,user%-8,qos,share,id
show sacctmgr -n -s list user root format=account%256
show sacctmgr list qos format=name%20,priority,flags,gracetime,usagefactor,preemptmode,id,description
show sacctmgr list account format=nosuch
show sacctmgr list account nosuch=1
show sacctmgr list qos nosuch=1
show sacctmgr list
show sacctmgr nosuch
show sacctmgr list nosuch
show sacctmgr add
show sacctmgr modify
show sacctmgr delete
show sacctmgr list assoc onlydefaults format=account,user
show sacctmgr clear
show sacctmgr dump
show sacctmgr load
show sacctmgr archive
show sacctmgr -x
show sacctmgr list user nosuchuser
show sacctmgr list account acct,other format=account,descr,org
show sacctmgr exit now
show sacctmgr list tres type=gres -P
