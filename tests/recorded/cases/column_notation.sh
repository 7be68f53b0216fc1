# squeue's notations of columns and of --sort, and what is wrong with them
submit -J alphabeta -H --wrap=true; A=$J
submit -J b -H -t 5 --wrap=true; B=$J
q() { echo "\$ $*"; squeue -h -S i -j $A,$B "$@" 2>&1 | sed 's/$/$/'; echo "rc=${PIPESTATUS[0]}"; }
for f in '%5j' '%.5j' '%-5j' '%.0j' '%.20j|' '%05j' '%%j' 'x%jy%iz' '%j%%' '%!j' '%12.5j' 'plain' '%+5j' '%j:'; do q -o "$f"; done
for f in 'name' 'name:5' 'name:.5' 'name:.5x' 'name:5x' 'name:x' 'name:0' 'name,jobid' 'name:|,jobid:|' 'name,' ',name' 'NAME:5' 'nosuch,name' 'nosuch:5,name:5' ' name:5' 'name: 5' 'name:+5' 'name:###x###,jobid:9###x###'; do q -O "$f"; done
q -o %i -O name; q -O name -o %i
SQUEUE_FORMAT='%j' q; SQUEUE_FORMAT2='name:9' q; SQUEUE_FORMAT='%j' q -O jobid:8
for k in a E k q r w y Z 't -i' nosuch; do echo "-S $k"; squeue -h -j $A,$B -S "$k" -o %j 2>&1; done
for k in f -i -l L i,j; do echo "-S $k"; squeue -h -j $A,$B -S "$k" -o %j; done
squeue -h -n alphabeta,b -o %j
show squeue -h -j ${A}_3; show squeue -h -t ''; show squeue -h -w 'node['; show squeue -s 99999
