"""The same slurm.conf for ours and for real Slurm: what is compared is the program, not its settings."""

CONF = """ClusterName=bench
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
{auth}StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.%n.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
MpiDefault=none
MaxJobCount=300000
MaxArraySize=200001
MinJobAge=300
{accounting}NodeName=DEFAULT CPUs={cpus} RealMemory=4000 State=UNKNOWN
{nodes}
PartitionName=debug Nodes=node[1-{count}] Default=YES MaxTime=INFINITE DefaultTime=60 State=UP
"""


def slurm_conf(folder, host, user, port, nodes, cpus, auth="", accounting=""):
    lines = "\n".join(
        f"NodeName=node{at} NodeHostname={host} NodeAddr=127.0.0.1 Port={port + 10 + at}" for at in range(1, nodes + 1))
    return CONF.format(folder=folder, host=host, user=user, port=port, auth=auth, accounting=accounting, cpus=cpus,
                       nodes=lines, count=nodes)
