# sprio: options, columns, orders, errors; nice, the site's factor and priorities by hand; scontrol top
submit -J block -N8 --exclusive -t 5 --wrap='sleep 60'; K=$J; wait_state $K RUNNING
submit -J a -N1 --exclusive -t 1 --wrap='sleep 1'; A=$J
submit -J b -N1 --exclusive -t 1 --nice=30 -A other --wrap='sleep 1'; B=$J
submit -J c -N1 -t 1 -p short --wrap='sleep 1'; C=$J
submit -J d -N1 -t 1 -p short,debug --wrap='sleep 1'; D=$J
submit -J f -H -t 1 --wrap='sleep 1'; F=$J
submit -J g -d afterok:$K -t 1 --wrap='sleep 1'; G=$J
submit -J h --begin=now+1hour -t 1 --wrap='sleep 1'; H=$J
show sprio
show sprio -l
show sprio -n
show sprio -n -l
show sprio -w
show sprio -wn
show sprio -w -l
show sprio -h
show sprio -j$A
show sprio -j $A
show sprio -j $K
show sprio -j 999
show sprio -j abc
show sprio -j 12a
show sprio -j 0
show sprio --jobs
show sprio -u root
show sprio -u nosuch
show sprio -u
show sprio -p short
show sprio -p nosuch
show sprio -p debug,short
show sprio -S -Y
show sprio -S u,r,-y
show sprio -S z
show sprio -o '%i|%r|%u|%o|%n|%N|%S|%Y|%y|%P|%p'
show sprio -o '[%.12i|%-5r|%9Y]'
show sprio -o '%z %i'
show sprio -o '%i %% %r'
show sprio -o 'x'
show sprio -l -o '%i'
show sprio --sibling
show sprio --bogus
show sprio --he
show sprio -M nosuch
show sprio -M reference -h
show sprio -v -j $A -u root -o %i
show scontrol update JobId=$A Nice=20
show sprio -h -j $A
show scontrol update JobId=$A SiteFactor=7
show sprio -h -j $A -l
show scontrol update JobId=$A Priority=4000
show sprio -h -j $A
show squeue -h -j $A -o '%Q %y'
show scontrol top $D
show scontrol top 999
show scontrol top $K
show scontrol top $F
show scontrol hold $B
show scontrol update JobId=$B Priority=5
show squeue -h -j $B -o '%Q %y %r'
show scontrol release $B
show squeue -h -j $B -o '%Q %y'
submit -J t1 -N1 --exclusive -t 1 --wrap='sleep 1'; T1=$J
submit -J t2 -N1 --exclusive -t 1 --nice=10 --wrap='sleep 1'; T2=$J
submit -J t3 -N1 --exclusive -t 1 --nice=40 --wrap='sleep 1'; T3=$J
show scontrol update JobId=$A Priority=1
show scontrol update JobId=$G Priority=1
show scontrol update JobId=$H Priority=1
show scontrol top $T3
show squeue -h -j $T1,$T2,$T3 -o '%j %Q %y' -S i
show scontrol top $T2
show squeue -h -j $T1,$T2,$T3 -o '%j %Q %y' -S i
