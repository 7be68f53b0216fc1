# sacct and sstat: words that they do not take, and what their lists hold
submit -J one --wrap='exit 0'; A=$J; submit -J two -p short --wrap='exit 3'; B=$J
submit -J many -a 1-2 --wrap='true'; C=$J; submit -J held -H --wrap='true'; D=$J
for j in $A $B $C; do wait_end $j; done; sleep 2.5
for v in abc -1 "$A, $B"; do show sacct -j "$v"; done
show sacct -X -n -j "$A,$A,," -o jobid
show sacct -X -n -j $A -j $B -o jobid,jobname
show sacct -n -j $A.batch,$B.batch -o jobid,state,exitcode
show sacct -n -j $A.0 -o jobid
show sacct -n -j $A+0 -o jobid
show sacct -n -X -j ${C}_2,$A -o jobid,jobname
show sacct -n -X -j $D,$C,$A -o jobid,state,start,end
show sacct -n -X -P -j $D -o reason,flags,planned,elapsed,nodelist,alloctres,exitcode,priority
for v in COMPL CO xyz 3 all; do show sacct -n -X -s $v; done
show sacct -n -X -s CG
for v in CD,F f,cd completed,FAILED; do show sacct -n -X -j $A,$B,$C -s $v -S now-1hour -E now -o jobname,state; done
show sacct -n -X -s PD -o jobid
show sacct -n -X -j $A,$B -s CD -S now-1hour -o jobname
for o in -i -I; do for v in 1 2 1-2 x; do show sacct -n -X -j $A $o $v -o jobname; done; done
for v in 1 x; do show sacct -n -X -j $A -k $v -o jobname; done
show sacct -n -X -j $A -k 00:30:00 -K 02:00:00 -o jobname
for v in short nope debug,short; do show sacct -n -X -j $A,$B -r $v -o jobname; done
for v in acct nope; do show sacct -n -X -j $A -A $v -o jobname; done
for v in normal nope; do show sacct -n -X -j $A -q $v -o jobname; done
for v in root nope 0; do show sacct -n -X -j $A -g $v -o jobname; done
for v in root nope 0 root,nope; do show sacct -n -X -j $A -u $v -o jobname; done
for v in reference nope; do show sacct -n -X -j $A -M $v -o jobname; done
for v in fast ''; do show sacct -n -X -j $A -C "$v" -o jobname; done
show sacct -n -X -j $A -W foo -o jobname
show sacct -n -X -j $A -F foo -o jobname
show sacct -n -X -j $A -F StartReceived -o jobname
for v in K Z g; do show sacct -n -X -j $A -o reqmem --units=$v; done
for v in 'jobid%3' 'jobname%-6,state%4,elapsed' 'jobid,,state' 'jobid , state' 'nosuch' 'elaps,stat'; do show sacct -n -X -j $A -o "$v"; done
show sacct -n -X -j $A -o jobid -o state
show sacct -n -b -o jobname -j $A
show sacct -l -o jobid
show sacct -B; show sacct --env-vars; show sacct -B --env-vars -j $A; show sacct -n -B -j $A; show sacct -c
show sacct -p -j $A -o jobid,state; show sacct -P --delimiter=';' -j $A -o jobid,state
show sacct $A
for o in -Q -d --nosuch -o --units -F; do show sacct $o; done
for t in yesterday 2025-13-01 now-x 10:61; do show sacct -S $t -X; done
for t in 2025-01-01 now-1hour 00:00; do show sacct -n -X -S $t -j $A -o jobname; done
SACCT_FORMAT=jobname,state show sacct -n -X -j $A
SACCT_FORMAT=jobname,state show sacct -n -X -b -j $A
SLURM_TIME_FORMAT=%Y show sacct -n -X -j $A -o start,submit%5
show sacct --helpstate
show sstat
for v in abc 99999 $A.0 $A; do show sstat -n -j $v -o jobid 2>&1 | sed 's/JobId=/job /'; done
show sstat -j $A -o nosuch
scancel $D; sleep 1.5; show sacct -n -X -P -j $D -o state,start,eligible,exitcode,nodelist,planned
