# Dependencies of every kind: on jobs, arrays and tasks, failed and unknown ones; changed, circular, refused
submit --wrap='sleep 60'; G=$J; wait_state $G RUNNING
submit -H --wrap=true; H=$J
for d in after:$H after:$H+1 afterany:$H afterok:$H afternotok:$H afterburstbuffer:$H aftercorr:$H singleton "afterok:$H,afterany:$G" "afterok:$H?afterany:$G" afterok:$H:$G "afterok:$H,singleton" after:$G+1; do
  submit -H -J d -d "$d" --wrap=true; show squeue -h -j $J -o '%T %r %E'; L="$L $J"; done
scancel $L
for d in afterok:99999999 afternotok:99999999 foo:1 afterok afterok: afterok:x "afterok:$H,afterany:$G?after:$G" expand:$G none; do show sbatch -d "$d" --wrap='true'; done
submit -d afterok:$H --wrap=true; A=$J
submit -d afterok:$A --wrap=true; B=$J
show scontrol update JobId=$A Dependency=afterok:$A
show scontrol update JobId=$A Dependency=afterok:$B
show scontrol update JobId=$A Dependency=afternotok:99999999
show scontrol update JobId=$A Dependency=bad
show scontrol update JobId=$G Dependency=afterok:$H
scancel $H; sleep 2.5
submit -d afterok:$H --wrap=true; X=$J; submit -d afternotok:$H --wrap=true; Y=$J; submit -d afterany:$H --wrap=true; Z=$J; submit -d afterok:$H --kill-on-invalid-dep=yes --wrap=true; V=$J
sleep 4; show squeue -h -t all -S i -j $X,$Y,$Z,$V -o '%i %T %r %E'
scontrol show job $X | grep -oE 'JobState.*|EligibleTime=\S+'
show acct -X -j $V -o jobid,state,exitcode
scancel $A $B $X $G
submit -a 1-3 --wrap='exit $((SLURM_ARRAY_TASK_ID == 3))'; P=$J
submit -a 1-3 -d aftercorr:${P}_2 --wrap='true'; I=$J
submit -d afterok:${P}_1:${P}_2 --wrap=true; M=$J
submit -d afternotok:${P} --wrap=true; C=$J
submit -a 1-2 -d afterok:${P} --wrap=true; F=$J
wait_end $P; wait_end $C; wait_end $M; sleep 4
show squeue -h -r -t all -S i -j $I,$M,$C,$F -o '%i %T %r %E'
