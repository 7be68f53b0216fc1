# What is chosen on two leaves, by what is busy and what is asked for (leaf1: node1-4, leaf2: node5-8)
ask() { submit --exclusive --parsable "$@" --wrap='sleep 60' >/dev/null; wait_state $J RUNNING 60; echo "$* -> $(squeue -h -j $J -o %N)"; scancel $J; wait_end $J; }
busy() { submit --exclusive -N$1 -w "$2" --wrap='sleep 300'; wait_state $J RUNNING 60; B="$B $J"; }
rest() { scancel $B; for j in $B; do wait_end $j; done; B=; }
ask -N1; ask -N3; ask -N5; ask -N8
busy 1 node1; ask -N2; ask -N3; ask -N4; ask -N5; ask -N7
busy 1 node6; ask -N3; ask -N4; ask -N5; ask -N2 --contiguous; ask -N3 --contiguous; ask -N1-6; ask -N4 --spread-job; rest
busy 2 'node[3,8]'; ask -N2; ask -N3; ask -N4; ask -N6; ask -N2-3; rest
busy 2 'node[5-6]'; ask -N2; ask -N3; ask -N5; ask -N2 -w node3; ask -N3 -w node7; ask -N2 -x node7; rest
