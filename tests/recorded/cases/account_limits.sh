# Which limit keeps a job waiting or out, of associations and of QOS.
cp "$SLURM_CONF" kept.conf
enforce() { cp kept.conf "$SLURM_CONF"; [ $1 = none ] || echo "AccountingStorageEnforce=$1" >> "$SLURM_CONF"; scontrol reconfigure
  for i in $(seq 50); do scontrol show config | grep -q "StorageEnforce = $2" && break; sleep 0.1; done; }
try() { local i r; submit -o /dev/null -n4 -N2 -t 10 --mem=200 --wrap='sleep 300'; [ $J = 0 ] && return
  for i in $(seq 60); do r=$(squeue -h -j $J -o "%T %r"); case $r in *None|*Priority) [ "$r" = "RUNNING None" ] && break; sleep 0.2 ;; *) break ;; esac; done
  echo "$r"; scancel $J; wait_end $J; }
enforce limits,qos associations,limits,qos
for l in GrpTRES=cpu=2 GrpTRES=node=1 GrpTRES=billing=2 MaxTRESPerJob=cpu=2 MaxTRESPerJob=node=1 MaxTRESPerNode=cpu=1 MaxTRESMinsPerJob=cpu=20 \
         GrpTRESRunMins=cpu=20 GrpTRESRunMins=node=2 MaxWall=5 MaxJobs=0 GrpJobs=0 MaxSubmit=0 GrpSubmit=0 MaxWall=20; do
  echo "account $l"; sacctmgr -i modify account acct set $l >/dev/null; try; sacctmgr -i modify account acct set ${l%=*}=-1 >/dev/null
done
for l in GrpTRES=cpu=2 GrpTRES=mem=100 MaxTRESPerJob=node=1 MaxTRESPerUser=cpu=2 MaxTRESPerUser=node=1 MaxTRESPerAccount=cpu=2 MaxTRESRunMinsPerUser=cpu=20 \
         MaxTRESRunMinsPerAccount=cpu=20 MinTRESPerJob=cpu=6 MinTRESPerJob=node=3 MaxWall=5 MaxJobsPU=0 MaxJobsPA=0 GrpJobs=0 MaxSubmitJobsPU=0; do
  echo "qos $l"; sacctmgr -i modify qos normal set $l >/dev/null; try; sacctmgr -i modify qos normal set ${l%=*}=-1 >/dev/null
done
sacctmgr -i modify qos normal set flags=DenyOnLimit >/dev/null
for l in GrpTRES=cpu=2 MaxTRESPerJob=cpu=2 GrpTRESMins=cpu=20 MaxWall=5 GrpWall=5; do
  echo "strict qos $l"; sacctmgr -i modify qos normal set $l >/dev/null; try; sacctmgr -i modify qos normal set ${l%=*}=-1 >/dev/null
done
sacctmgr -i modify qos normal set flags=-1 >/dev/null
show sbatch -A nosuch --wrap=true
show sbatch --qos=nosuch --wrap=true
cp kept.conf "$SLURM_CONF"; scontrol reconfigure
