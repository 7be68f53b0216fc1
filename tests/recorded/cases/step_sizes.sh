# What sacct counts for the steps of a job: all CPUs of their nodes, unless they take exactly theirs
submit -N1 -n4 --wrap='srun -n2 true; srun -n1 --mem 100 true; srun -n2 -c1 true; srun -n1 --exact true; srun --overlap -n2 true'; A=$J
submit -N2 -n4 --ntasks-per-node=2 --wrap='srun -n3 true; srun -n2 -N2 true'; B=$J
for j in $A $B; do wait_end $j; done; sleep 2
show sacct -n -P -j $A,$B -o jobid,ncpus,nnodes,ntasks,alloctres
scontrol show config | grep -E '^(CredType|HashPlugin|JobCompType|MaxDBDMsgs|MaxNodeCount|MULTIPLE_SLURMD|HASH_VAL|MpiDefault|SwitchType|TaskPlugin|TaskPluginParam|TLSType|UsePam) '
scontrol show config | grep -cE '^(Prolog|Epilog)'
scontrol show job $A --json | python3 -c 'import json,sys; j=json.load(sys.stdin)["jobs"][0]; print([f for f in j["flags"] if "DEFAULT" in f], j["job_resources"]["cpus"])'
scontrol show node nosuch --json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["nodes"], d["warnings"])'; echo $?
scontrol show job 9 --json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["jobs"])'
