#!/bin/bash
# Long work beside urgent work: elastic_array.sh FOLDER submits an array of elastic tasks, which have the whole machine
# one after the other as long as nobody else wants it, and prints its id. Whatever is submitted meanwhile starts at once:
# the task that runs gives way, and takes the CPUs back when they are idle again. No task is ever killed for it.
set -eu
folder=$1
mkdir -p "$folder"
cat > "$folder/task.sh" <<'END'
#!/bin/bash
#SBATCH --job-name=background --array=0-1%1 --time=10 --mem=100M
#MINISLURM --elastic --min-cpus=1
# So many pieces; each fifth of a second as many are done as there are CPUs.
left=${PIECES:-50}
while (( left > 0 )); do
  cpus=$(grep -s ^CPUS= "${MINI_SLURM_CONTROL_FILE:-}" || echo "CPUS=${SLURM_CPUS_ON_NODE:-1}")
  mine=$(awk '/Cpus_allowed_list/ {print $2}' /proc/self/status)
  echo "task $SLURM_ARRAY_TASK_ID: ${cpus#CPUS=} CPUs ($mine), $left left"
  sleep 0.2
  (( left -= ${cpus#CPUS=} )) || true
done
END
sbatch --parsable --output="$folder/task-%a.out" "$folder/task.sh"
