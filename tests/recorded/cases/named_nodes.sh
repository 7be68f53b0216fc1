# Nodes that are named, and what is added to them
held() {  # held OPTION...: what an allocation of those gets, line by line
  echo "> $*"
  timeout 3 salloc -Q --no-shell -J held "$@" 2>&1 | sed "/error: Job allocation/d;/Force Terminated/d;/Pending job/d"
  local id; id=$(squeue -h -n held -o %A)
  [ -z "$id" ] && return
  scontrol show job -d $id | grep -oE "^   NumNodes=\S+|NumCPUs=\S+|NumTasks=\S+|CPUs/Task=\S+|ReqTRES=\S+|AllocTRES=\S+|MinCPUsNode=\S+|JOB_GRES=\S+|Nodes=\S+ CPU_IDs=.*|TresPer\w+=\S+" | sed "s/^ *//" | paste -sd"|"
  scancel $id; while [ -n "$(squeue -h -n held -o %A)" ]; do sleep 0.05; done
}
held -n8 -wnode3 -N3-4
held -n8 -wnode3 -N4
held -n6 -wnode3 -N2-4
held -n6 -w'node[2,7]'
held -n4 -N1-4 -w'node[2,7]'
held -n4 -N2-4 -wnode2
held -n4 -N1-4 -w'node[2,3]'
held -n7 -w'node[2,7]' -N3-4
held -n7 -wnode3 --ntasks-per-core=1
held -wnode2 --contiguous -N2
held -xnode2 --contiguous -N4
held -wnode1 -xnode2 -N3
held -w'node[5-8]' -N4 -n6
held -w'node[1-3]' -N2
held -C 'fast*2'
held -C '[fast*2&big*1]'
held -C '[fast*2&big*2]' -N5
held -C '[fast|big]' -N3
held --prefer=big
held --prefer=fast -N2
