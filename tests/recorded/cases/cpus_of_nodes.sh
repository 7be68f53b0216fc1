# The least number of CPUs and of tasks of a node
held() {  # held OPTION...: what an allocation of those gets, line by line
  echo "> $*"
  timeout 3 salloc -Q --no-shell -J held "$@" 2>&1 | sed "/error: Job allocation/d;/Force Terminated/d;/Pending job/d"
  local id; id=$(squeue -h -n held -o %A)
  [ -z "$id" ] && return
  scontrol show job -d $id | grep -oE "^   NumNodes=\S+|NumCPUs=\S+|NumTasks=\S+|CPUs/Task=\S+|ReqTRES=\S+|AllocTRES=\S+|MinCPUsNode=\S+|JOB_GRES=\S+|Nodes=\S+ CPU_IDs=.*|TresPer\w+=\S+" | sed "s/^ *//" | paste -sd"|"
  scancel $id; while [ -n "$(squeue -h -n held -o %A)" ]; do sleep 0.05; done
}
held --mincpus=3
held --mincpus=3 -N2
held --mincpus=3 -N2 -n2
held --mincpus=2 -n5
held --mincpus=3 -n2
held --mincpus=3 -c2
held --mincpus=4 -c2
held --mincpus=4 -c3
held --mincpus=2 --ntasks-per-node=2
held --mincpus=3 --ntasks-per-node=2
held --mincpus=2 --ntasks-per-node=1
held --ntasks-per-node=4 -N1-5
held --ntasks-per-node=3 -n7 --mem-per-cpu=2000
held --ntasks-per-socket=1 -n6
held --ntasks-per-socket=2
held --mem-per-cpu=2000 -n3
held --mem-per-cpu=2000 -n3 -N1
held -n6 -N2 -m cyclic
held -n6 -N3 -m plane=2
held -n6 -N3 -m plane=3
held -m block:block -n3
