# Options that are wrong, alone or together: what sbatch says and how it ends
cat >ok.sh <<'X'
#!/bin/bash
true
X
show sbatch --nodes=8-2 ok.sh
show sbatch --nodes=a ok.sh
show sbatch --nodes=2- ok.sh
show sbatch --nodes=1-3:0 ok.sh
show sbatch --nodes=1-3:x ok.sh
show sbatch --nodes=2,x ok.sh
show sbatch -N '' ok.sh
show sbatch -n 0 ok.sh
show sbatch -n -1 ok.sh
show sbatch -n x ok.sh
show sbatch -n 3x ok.sh
show sbatch -n '' ok.sh
show sbatch -n 99999999999 ok.sh
show sbatch -n 2147483648 ok.sh
show sbatch -c 0 ok.sh
show sbatch -c -1 ok.sh
show sbatch -c x ok.sh
show sbatch --ntasks-per-node=0 ok.sh
show sbatch --ntasks-per-node=x ok.sh
show sbatch --ntasks-per-socket=0 ok.sh
show sbatch --ntasks-per-core=0 ok.sh
show sbatch --ntasks-per-gpu=2 ok.sh
show sbatch --ntasks-per-gpu=2 --gpus-per-task=1 ok.sh
show sbatch --ntasks-per-gpu=2 --ntasks-per-node=2 ok.sh
show sbatch --ntasks-per-gpu=0 ok.sh
show sbatch --mincpus=0 ok.sh
show sbatch --mincpus=-1 ok.sh
show sbatch --sockets-per-node=0 ok.sh
show sbatch --sockets-per-node=x ok.sh
show sbatch --cores-per-socket=0 ok.sh
show sbatch --threads-per-core=0 ok.sh
show sbatch --threads-per-core=x ok.sh
show sbatch -B x ok.sh
show sbatch --hint=foo ok.sh
show sbatch --hint= ok.sh
show sbatch -S x ok.sh
show sbatch -S -1 ok.sh
show sbatch --thread-spec=x ok.sh
show sbatch --thread-spec=0 ok.sh
show sbatch --mem=1P ok.sh
show sbatch --mem=1.5G ok.sh
show sbatch --mem=-1 ok.sh
show sbatch --mem=x ok.sh
show sbatch --mem= ok.sh
show sbatch --mem=1Q ok.sh
show sbatch --mem-per-cpu=x ok.sh
show sbatch --mem-per-cpu= ok.sh
show sbatch --mem-per-gpu=100 ok.sh
show sbatch --mem-per-gpu=x --gpus=1 ok.sh
show sbatch --mem=100 --mem-per-cpu=100 ok.sh
show sbatch --mem=100 --mem-per-gpu=100 ok.sh
show sbatch --mem-per-cpu=100 --mem=100 ok.sh
show sbatch --mem-per-cpu=100 --mem-per-gpu=100 ok.sh
show sbatch --tmp=x ok.sh
show sbatch --tmp=-1 ok.sh
show sbatch --tmp= ok.sh
show sbatch --cpus-per-gpu=2 ok.sh
show sbatch --cpus-per-gpu=0 ok.sh
show sbatch --cpus-per-gpu=x ok.sh
show sbatch --cpus-per-gpu=2 -c2 ok.sh
show sbatch --cpus-per-gpu=2 -c2 --gpus=1 ok.sh
show sbatch --gres=gres:gpu:1 ok.sh
show sbatch --gres=fpga:1 ok.sh
show sbatch --gpus=1 -N2 ok.sh
show sbatch --gpus-per-socket=1 ok.sh
show sbatch --gpus-per-task=1 ok.sh
show sbatch --gpus-per-task=1 --gpus=3 -n 2 ok.sh
show sbatch --tres-per-task=gres/gpu=1 ok.sh
show sbatch --tres-per-task=mem=10 ok.sh
show sbatch --tres-per-task=node=1 ok.sh
show sbatch --tres-per-task=gpu=1 ok.sh
show sbatch --tres-per-task=cpu=x ok.sh
show sbatch --tres-per-task=cpu=2 -c2 ok.sh
show sbatch --tres-per-task=cpu=2 -c3 ok.sh
show sbatch --tres-per-task=cpu ok.sh
show sbatch --tres-bind=x ok.sh
show sbatch --tres-bind=gpu:closest ok.sh
show sbatch --tres-bind=gres/gpu:foo ok.sh
show sbatch --tres-bind=gres/gpu ok.sh
show sbatch --tres-bind=gres/gpu:closest+gres/shard:closest ok.sh
show sbatch --gpu-bind=v,closest --gpus=1 ok.sh
show sbatch --gpu-bind=foo --gpus=1 ok.sh
show sbatch --gpu-bind= --gpus=1 ok.sh
show sbatch --gpu-freq=foo ok.sh
show sbatch --gpu-freq=memory=foo ok.sh
show sbatch --gpu-freq= ok.sh
show sbatch --gres-flags=one-task-per-sharing ok.sh
show sbatch --gres-flags=allow-task-sharing ok.sh
show sbatch --gres-flags=foo ok.sh
show sbatch --gres-flags=enforce-binding,disable-binding ok.sh
show sbatch --gres-flags=enforce-binding,one-task-per-sharing ok.sh
show sbatch -L matlab:3 ok.sh
show sbatch -L matlab@server:1 ok.sh
show sbatch -L none:1 ok.sh
show sbatch -L matlab:x ok.sh
show sbatch -L :1 ok.sh
show sbatch --licenses='matlab:1|ansys:1,ansys:2' ok.sh
show sbatch -p nosuch ok.sh
show sbatch -p debug,nosuch ok.sh
show sbatch -p DEBUG ok.sh
show sbatch -w node99 ok.sh
show sbatch -w node[1 ok.sh
show sbatch -w /nosuchfile ok.sh
show sbatch -x node99 ok.sh
show sbatch -x node[1 ok.sh
show sbatch -w node1 -x node1 ok.sh
show sbatch -F /nosuchfile ok.sh
show sbatch -C 'fast*2&big*1' -N3 ok.sh
show sbatch -C nofeature ok.sh
show sbatch -C '(' ok.sh
show sbatch -C '&fast' ok.sh
show sbatch -C '!fast' ok.sh
show sbatch -C '[fast' ok.sh
show sbatch -C 'fast]' ok.sh
show sbatch -C '((fast))' ok.sh
show sbatch -C 'fast*0' ok.sh
show sbatch -C 'fast*x' ok.sh
show sbatch -C 'fast*' ok.sh
show sbatch -C 'fast:2' ok.sh
show sbatch --prefer=nofeature ok.sh
show sbatch --prefer='(fast' ok.sh
show sbatch --batch=fast ok.sh
show sbatch --batch=big -C fast ok.sh
show sbatch --batch=nofeature ok.sh
show sbatch --batch= ok.sh
show sbatch --exclusive=x ok.sh
show sbatch --exclusive --oversubscribe ok.sh
show sbatch -s --exclusive ok.sh
show sbatch --exclusive=user -s ok.sh
show sbatch --switches=x ok.sh
show sbatch --switches=0 ok.sh
show sbatch --switches= ok.sh
show sbatch --switches=-1 ok.sh
show sbatch --segment=x ok.sh
show sbatch -m plane ok.sh
show sbatch -m plane=x ok.sh
show sbatch -m plane=0 ok.sh
show sbatch -m arbitrary ok.sh
show sbatch -m foo ok.sh
show sbatch -m '' ok.sh
show sbatch -m block:foo ok.sh
show sbatch -m block:block:block:block ok.sh
show sbatch -m arbitrary -N 2,4 ok.sh
show sbatch --reservation=none ok.sh
show sbatch --reservation=a,b ok.sh
show sbatch -t x ok.sh
show sbatch -t '' ok.sh
show sbatch -t 5: ok.sh
show sbatch -t 1.5 ok.sh
show sbatch -t 1-2:3:4:5 ok.sh
show sbatch -t 30s ok.sh
show sbatch --time-min=20 -t 10 ok.sh
show sbatch --time-min=x ok.sh
show sbatch --time-min=0 ok.sh
show sbatch --begin=25:00 ok.sh
show sbatch --begin=x ok.sh
show sbatch --begin= ok.sh
show sbatch --begin=yesterdayish ok.sh
show sbatch --deadline=now+1hour -t 120 ok.sh
show sbatch --deadline=now+1hour --time-min=120 ok.sh
show sbatch --deadline=now-60 ok.sh
show sbatch --deadline=2020-01-01 ok.sh
show sbatch --deadline=x ok.sh
show sbatch --deadline= ok.sh
show sbatch --deadline=now+10 ok.sh
show sbatch --deadline=now+1hour --begin=now+2hour ok.sh
show sbatch -d afterok:99999 ok.sh
show sbatch -d afterok:1 ok.sh
show sbatch -d afterok ok.sh
show sbatch -d afterok: ok.sh
show sbatch -d afterok:x ok.sh
show sbatch -d nonsense ok.sh
show sbatch -d afterok:1,afterany:2 ok.sh
show sbatch -d afterok:1?afterany:2 ok.sh
show sbatch -d afterok:1,afterany:2?after:3 ok.sh
show sbatch -d 'afternotok:1,' ok.sh
show sbatch -d singleton,afterok:1 ok.sh
show sbatch --kill-on-invalid-dep=x ok.sh
show sbatch --kill-on-invalid-dep= ok.sh
show sbatch --nice=2147483646 ok.sh
show sbatch --nice=99999999999 ok.sh
show sbatch --priority=-1 ok.sh
show sbatch --priority=4294967295 ok.sh
show sbatch --priority=4294967294 ok.sh
show sbatch --no-kill=x ok.sh
show sbatch --signal=R:USR1 ok.sh
show sbatch --signal=RB:USR1@10 ok.sh
show sbatch --signal=BR:USR1@10 ok.sh
show sbatch --signal=x ok.sh
show sbatch --signal=USR1@x ok.sh
show sbatch --signal=USR1@70000 ok.sh
show sbatch --signal=0 ok.sh
show sbatch --signal= ok.sh
show sbatch --signal=X:USR1 ok.sh
show sbatch --signal=B: ok.sh
show sbatch --oom-kill-step=2 ok.sh
show sbatch --oom-kill-step=x ok.sh
show sbatch -M nosuch ok.sh
show sbatch -M '' ok.sh
show sbatch --open-mode=x ok.sh
show sbatch --open-mode= ok.sh
show sbatch --mail-type=x ok.sh
show sbatch --mail-type= ok.sh
show sbatch -v NOSHOW ok.sh
show sbatch --acctg-freq=30 ok.sh
show sbatch --acctg-freq=task=30 ok.sh
show sbatch --acctg-freq=task=30,energy=10 ok.sh
show sbatch --acctg-freq=x ok.sh
show sbatch --acctg-freq=foo=3 ok.sh
show sbatch --acctg-freq=task=x ok.sh
show sbatch --acctg-freq=0 ok.sh
show sbatch --acctg-freq=-1 ok.sh
show sbatch --acctg-freq=task=300 ok.sh
show sbatch --profile=x ok.sh
show sbatch --profile= ok.sh
show sbatch --cpu-freq=1000-2000 ok.sh
show sbatch --cpu-freq=low-high ok.sh
show sbatch --cpu-freq=x ok.sh
show sbatch --cpu-freq= ok.sh
show sbatch --cpu-freq=1000:foo ok.sh
show sbatch --cpu-freq=2000-1000 ok.sh
show sbatch --delay-boot=x ok.sh
show sbatch --wait-all-nodes=2 ok.sh
show sbatch --wait-all-nodes=x ok.sh
show sbatch --mem-bind=x ok.sh
show sbatch --mem-bind= ok.sh
show sbatch --propagate=x ok.sh
show sbatch --uid=nosuch ok.sh
show sbatch --uid= ok.sh
show sbatch --gid=nosuch ok.sh
show sbatch --resv-ports ok.sh
show sbatch --resv-ports=2 ok.sh
show sbatch --resv-ports=x ok.sh
show sbatch --resv-ports=0 ok.sh
show sbatch -a 5-1 ok.sh
show sbatch -a abc ok.sh
show sbatch -a -1 ok.sh
show sbatch -a 1- ok.sh
show sbatch -a 1-3:0 ok.sh
show sbatch -a 1001 ok.sh
show sbatch -a 0-1001 ok.sh
show sbatch -a 1-3:x ok.sh
show sbatch -a 4294967295 ok.sh
show sbatch -a 1-2-3 ok.sh
