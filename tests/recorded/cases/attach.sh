# sattach
show sattach
show sattach 99999.0
show sattach abc
show sattach 99999
show sattach 99999.batch
show sattach 99999.0.0
show sattach --nosuch 1.0
show sattach -Z 1.0
show sattach --input-filter=x 1.0
submit -N2 -n4 -w node1,node2 -o out.txt --wrap 'srun sh -c "for i in 1 2 3 4 5 6; do echo \$SLURM_PROCID line; [ \$SLURM_PROCID = 1 ] && echo err >&2; sleep 1; done; exit \$SLURM_PROCID"'
wait_state $J RUNNING; sleep 1.5
show sattach --layout $J.0
show sattach $J
show sattach $J.5
show sattach $J.batch
timeout 2 sattach -l --output-filter=1 $J.0 2>&1 | sort -u
timeout 20 sattach -l $J.0 >o.txt 2>e.txt; echo rc=$?; sort -u o.txt; sort -u e.txt
wait_end $J
show sattach $J.0
