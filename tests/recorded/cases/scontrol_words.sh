# scontrol: verbs with too few and too many words, numbers of errors, host lists, values that cannot be meant
for v in holdu requeue requeuehold resume top wait_job notify pidinfo write errnumstr getaddrs setdebug schedloglevel update create delete show cancel_reboot power; do show scontrol $v; done
for v in 'ping x' 'completing x' 'details x' 'oneliner x' 'top 1 2' 'wait_job 1 2' 'pidinfo 1 2' 'errnumstr 1 2' 'errnumstr x' 'errnumstr 2017' 'errnumstr 2050' 'write nosuch' 'write config a b' 'setdebug nosuch' 'setdebug 99' 'schedloglevel 2' 'token x' 'show node node1 node2' 'show nosuch x' 'show job x' 'show step x' 'show res nosuch' 'show part nosuch,short' 'delete p5' 'delete nosuch=x' 'create nosuch=x' 'getaddrs node[1-2]'; do show scontrol $v; done
for h in 'n[1-3' 'n[3-1]' 'n[01-03,5],m2' 'a a b' 'n10,n9,n1' 'n[1-2]x[3-4]' '/etc/nosuch' 'n 1'; do for e in hostnames hostlist hostlistsorted; do show scontrol show $e "$h"; done; done
submit -H -N1 --wrap='sleep 30'; A=$J
for k in Contiguous=maybe MinMemoryNode=1G Nice=99999999999 NumNodes=x NumNodes=2-1 Deadline=bogus Requeue=yes TimeLimit=bogus TimeLimit-=99 Comment+=x MailType=NOSUCH NoSuch=1 nosuch; do show scontrol update JobId=$A $k; done
show scontrol update JobId=$A
show scontrol update TimeLimit=1
show scontrol update jobid=99998,99999 TimeLimit=3
show scontrol update PartitionName=short State=x
show scontrol update PartitionName=short Hidden=x
show scontrol update NodeName=node1 Weight=x
show scontrol update NodeName=node1 State=NOSUCH
show scontrol create reservation StartTime=now
show scontrol create ReservationName=a1 StartTime=now Duration=x Nodes=node1 Users=root
printf 'ping\n!!\nnosuch\nquit\n' | scontrol; echo rc=$?
