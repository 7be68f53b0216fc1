# GPUs: of nodes, tasks and whole jobs, and the CPUs with them
held() {  # held OPTION...: what an allocation of those gets, line by line
  echo "> $*"
  timeout 3 salloc -Q --no-shell -J held "$@" 2>&1 | sed "/error: Job allocation/d;/Force Terminated/d;/Pending job/d"
  local id; id=$(squeue -h -n held -o %A)
  [ -z "$id" ] && return
  scontrol show job -d $id | grep -oE "^   NumNodes=\S+|NumCPUs=\S+|NumTasks=\S+|CPUs/Task=\S+|ReqTRES=\S+|AllocTRES=\S+|MinCPUsNode=\S+|JOB_GRES=\S+|Nodes=\S+ CPU_IDs=.*|TresPer\w+=\S+" | sed "s/^ *//" | paste -sd"|"
  scancel $id; while [ -n "$(squeue -h -n held -o %A)" ]; do sleep 0.05; done
}
held -G5
held -N1-4 -G6
held -N3 -G4
held -N4 -G4
held -G4 --gpus-per-node=1
held -n3 -G3
held -n4 -G4
held -n5 -G4
held -n4 -G6
held -n1 -G1
held -n2 -G2
held -n3 --gpus-per-task=1
held -n3 --gpus-per-task=2
held -n2 --gpus-per-task=1 -N2
held -n2 -N2 -G4
held -N3-4 -n6 --gpus-per-node=2 --gpus-per-task=1
held -n2 -G4 --ntasks-per-gpu=1
held --ntasks-per-gpu=1 -n3
held --ntasks-per-gpu=1 --gpus-per-node=2 -N2
held -G2 --cpus-per-gpu=1
held -G2 --cpus-per-gpu=2
held -G3 --cpus-per-gpu=2
held --gres=gpu:1 --cpus-per-gpu=2 -n3
held --gres=gpu:1 --cpus-per-gpu=2 -n6
held --gres=gpu --cpus-per-gpu=2 -n9
held --mem-per-gpu=1000 -n2 --gpus-per-task=1
held --mem-per-gpu=0 -G1
held --mem-per-gpu=3000 --gres=gpu:2
held --gres=gpu:2 --cpus-per-gpu=3
held -c4 -x'node[1-2]' -G5
