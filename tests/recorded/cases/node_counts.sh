# How many nodes: ranges, lists of counts, tasks that bound them
held() {  # held OPTION...: what an allocation of those gets, line by line
  echo "> $*"
  timeout 3 salloc -Q --no-shell -J held "$@" 2>&1 | sed "/error: Job allocation/d;/Force Terminated/d;/Pending job/d"
  local id; id=$(squeue -h -n held -o %A)
  [ -z "$id" ] && return
  scontrol show job -d $id | grep -oE "^   NumNodes=\S+|NumCPUs=\S+|NumTasks=\S+|CPUs/Task=\S+|ReqTRES=\S+|AllocTRES=\S+|MinCPUsNode=\S+|JOB_GRES=\S+|Nodes=\S+ CPU_IDs=.*|TresPer\w+=\S+" | sed "s/^ *//" | paste -sd"|"
  scancel $id; while [ -n "$(squeue -h -n held -o %A)" ]; do sleep 0.05; done
}
held -N1,4,7
held -N2,4,6
held -N1-7:3
held -N2-6:2
held -N1-8:7
held -N2-8:3
held -N5,7
held -N2-6
held -n3 -N1,3,5
held -n1 -N1,3,5
held -N2-6:2 -n6
held -n8 -N3-4
held -n8 -N4
held -n6 -N2-4
held -n9
held -c2 -N1-3
held -C big -N4 -n9
held --use-min-nodes -N2-4
held --use-min-nodes -N1-3 -n6
held --use-min-nodes -n7
held --spread-job
held --spread-job -n5 -N1-5
held --ntasks-per-node=2 -N2-3
held -N8-9
