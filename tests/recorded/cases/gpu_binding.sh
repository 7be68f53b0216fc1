# Which GPUs tasks see
cat >job.sh <<'X'
#!/bin/bash
G='echo $SLURM_PROCID $SLURMD_NODENAME C=$CUDA_VISIBLE_DEVICES S=$SLURM_STEP_GPUS J=$SLURM_JOB_GPUS N=$SLURM_GPUS_ON_NODE'
t() { echo "> $*"; timeout 6 srun "$@" sh -c "$G" 2>&1 | sort; }
t -n2
t -n4
t -n2 -N1 --gpus-per-task=1
t -n4 --gpus-per-task=1
t -n2 -N2 --gpus-per-task=1
t -n2 -N2 --gpus-per-task=2
t -n2 -N1 --gpu-bind=none
t -n2 -N1 --gpu-bind=single:1
t -n2 -N1 --gpu-bind=per_task:1
t -n2 -N1 --gpu-bind=map_gpu:1,0
t -n2 -N1 --gpu-bind=mask_gpu:0x2,0x1
t -n2 -N1 --gpu-bind=mask_gpu:3,1
t -n2 -N1 --gpu-bind=closest
t -n2 -N1 --gpu-bind=nosuch
t -n2 -N1 --gpus-per-task=1 --gpu-bind=none
t -n2 -N1 --tres-bind=gres/gpu:single:1
t -n2 -N1 --ntasks-per-gpu=1
t -N2 --gpus-per-node=1
X
submit -N2 -n4 -w node1,node2 --gres=gpu:2 -o out.txt job.sh; wait_end $J 900; cat out.txt
show srun -n1 -w node1 --gres=gpu:1 sh -c 'echo $SLURM_PROCID $CUDA_VISIBLE_DEVICES $SLURM_STEP_GPUS $SLURM_JOB_GPUS'
