# GPU options that do not go together
held() {  # held OPTION...: what an allocation of those gets, line by line
  echo "> $*"
  timeout 3 salloc -Q --no-shell -J held "$@" 2>&1 | sed "/error: Job allocation/d;/Force Terminated/d;/Pending job/d"
  local id; id=$(squeue -h -n held -o %A)
  [ -z "$id" ] && return
  scontrol show job -d $id | grep -oE "^   NumNodes=\S+|NumCPUs=\S+|NumTasks=\S+|CPUs/Task=\S+|ReqTRES=\S+|AllocTRES=\S+|MinCPUsNode=\S+|JOB_GRES=\S+|Nodes=\S+ CPU_IDs=.*|TresPer\w+=\S+" | sed "s/^ *//" | paste -sd"|"
  scancel $id; while [ -n "$(squeue -h -n held -o %A)" ]; do sleep 0.05; done
}
held --gpus-per-node=2 --gpus-per-task=1
held -N1-3 --gpus-per-node=1 --gpus-per-task=1
held -G3 --gpus-per-task=2
held -n7 -G1 --gpus-per-node=2
held -n5 -N5 -G2 --gpus-per-node=2 --ntasks-per-node=3
held -G3 --gpus-per-task=1 -n2
held --ntasks-per-gpu=2 -n5
held --gpus-per-socket=1
held --cpus-per-gpu=1
held --mem-per-gpu=1000 -n1
held -G1 -N2
held --gres=gpu:3
held --gres=fpga:1
held -G a100:1
held -G2 --gpus-per-task=1 --cpus-per-gpu=2 --ntasks-per-node=3
