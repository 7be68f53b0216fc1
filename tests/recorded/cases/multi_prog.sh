# srun --multi-prog: what stands in the file, and what is wrong with it
cat >job.sh <<'X'
#!/bin/bash
m() { echo "--- $1"; printf "$2" >mp; shift 2; timeout 20 srun -N1 "$@" --multi-prog mp 2>&1; echo rc=$?; }
m ok '0 echo a %%t %%o\n1-2 echo b %%t %%o\n3 echo c\n' -n4 -l | sort
m star '0 echo first\n* echo rest %%t %%o\n' -n3 -l | sort
m missing '0 echo a\n' -n2
m bad 'x echo a\n' -n1
m norank 'echo a\n' -n1
m noprog '0\n' -n1
m twice '0 echo a\n0 echo b\n' -n1
m beyond '0 echo a\n5 echo b\n' -n1
m range '0-9 echo a\n' -n2
m reverse '3-0 echo a\n' -n4
m comment '# c\n0 echo a # tail\n' -n1
m single "0 echo 'a  b'\n" -n1
m blank '\n\n0 echo a\n' -n1
printf '0 echo %%t\n' >mp; srun -N1 -n1 --multi-prog mp extra args
srun -N1 -n1 --multi-prog nosuchfile 2>&1; echo rc=$?
X
submit -w node1 -n4 -o out.txt job.sh; wait_end $J 600; cat out.txt
