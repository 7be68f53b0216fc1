"""Debian's Slurm, started from its packages in a private folder: munged, MariaDB with slurmdbd where they are
installed, slurmctld and a slurmd for each node. Needs root, as its daemons do."""
import os
import pathlib
import shutil
import subprocess

from compare.configuration import slurm_conf
from compare.system import System, host, wait_until

PORT = 17700
DBD = """AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
DbdHost=localhost
DbdAddr=127.0.0.1
DbdPort={port}
SlurmUser=root
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort={storage}
StorageUser=bench
StoragePass=bench
StorageLoc=slurm_bench
LogFile={folder}/slurmdbd.log
PidFile={folder}/slurmdbd.pid
"""
ACCOUNTING = """AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=localhost
AccountingStoragePass={folder}/munge.socket
AccountingStoragePort={port}
JobAcctGatherType=jobacct_gather/linux
"""


def missing():
    """Why Debian's Slurm cannot be measured here; empty: it can."""
    if os.geteuid() != 0:
        return "its daemons need root"
    absent = [name for name in ("munged", "slurmctld", "slurmd") if not pathlib.Path("/usr/sbin", name).exists()]
    return f"not installed: {' '.join(absent)} (apt install munge slurmctld slurmd slurm-client)" if absent else ""


class Real(System):
    name = "Debian's Slurm"

    def __init__(self, folder, nodes=8, cpus=4):
        super().__init__(folder)
        self.nodes, self.cpus = nodes, cpus
        self.started = []  # processes that stay in the foreground
        self.accounts = all(shutil.which(name, path="/usr/sbin:/usr/bin") for name in ("slurmdbd", "mariadbd", "mariadb-install-db"))

    def command(self, name):
        return f"/usr/bin/{name}"

    def start(self):
        for name in ("state", "spool"):
            (self.folder / name).mkdir(exist_ok=True)
        self._start_munge()
        if self.accounts:
            self._start_accounting()
        text = slurm_conf(self.folder, host(), "root", PORT, self.nodes, self.cpus,
                          auth=f"AuthInfo=socket={self.folder}/munge.socket\n",
                          accounting=ACCOUNTING.format(port=PORT + 1, folder=self.folder) if self.accounts else "")
        (self.folder / "slurm.conf").write_text(text)
        if self.accounts:
            wait_until(lambda: self.run("sacctmgr", "-n", "show", "cluster", check=False).returncode == 0, "slurmdbd")
            self.run("sacctmgr", "-i", "-Q", "add", "cluster", "bench", check=False)
        self.start_controller()
        for at in range(1, self.nodes + 1):
            (self.folder / "spool" / f"node{at}").mkdir()
            self._daemon("slurmd", "-N", f"node{at}")
        if self.accounts:
            self.run("sacctmgr", "-i", "-Q", "add", "account", "bench", check=False)
            self.run("sacctmgr", "-i", "-Q", "add", "user", "root", "account=bench", check=False)
        idle = lambda: self.run("sinfo", "-h", "-t", "idle", "-o", "%D", check=False).stdout.strip() == str(self.nodes)
        wait_until(idle, "the nodes of Debian's Slurm")

    def start_controller(self):
        self._daemon("slurmctld")
        wait_until(lambda: "UP" in self.run("scontrol", "ping", check=False).stdout, "Debian's slurmctld")

    def _daemon(self, name, *arguments):
        subprocess.run([f"/usr/sbin/{name}", *arguments], env=self.environment, check=True, stdin=subprocess.DEVNULL)

    def _foreground(self, *command):
        with open(self.folder / f"{pathlib.Path(command[0]).name}.out", "wb") as out:
            self.started.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                                 env=self.environment))

    def _start_munge(self):
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        self._foreground("/usr/sbin/munged", "--foreground", "--force", f"--key-file={key}",
                         f"--socket={self.folder}/munge.socket", f"--pid-file={self.folder}/munged.pid",
                         f"--log-file={self.folder}/munged.log", f"--seed-file={self.folder}/munged.seed")
        wait_until((self.folder / "munge.socket").exists, "munged")

    def _start_accounting(self):
        data = self.folder / "mariadb"
        subprocess.run(["mariadb-install-db", "--no-defaults", "--user=root", f"--datadir={data}",
                        "--auth-root-authentication-method=normal"], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        storage = PORT + 2
        self._foreground("/usr/sbin/mariadbd", "--no-defaults", "--user=root", f"--datadir={data}", f"--port={storage}",
                         "--bind-address=127.0.0.1", f"--socket={data}/socket", "--innodb-buffer-pool-size=128M")
        sql = ("create database slurm_bench; create user bench@'127.0.0.1' identified by 'bench';"
               "create user bench@localhost identified by 'bench';"
               "grant all on slurm_bench.* to bench@'127.0.0.1'; grant all on slurm_bench.* to bench@localhost;")
        made = lambda: subprocess.run(["mariadb", "--no-defaults", f"--socket={data}/socket", "-e", sql],
                                      capture_output=True).returncode == 0
        wait_until(made, "MariaDB")
        conf = self.folder / "slurmdbd.conf"
        conf.write_text(DBD.format(folder=self.folder, port=PORT + 1, storage=storage))
        conf.chmod(0o600)
        self._daemon("slurmdbd")

    def stop(self):
        for name in ("slurmctld", *(f"slurmd.node{at}" for at in range(1, self.nodes + 1)), "slurmdbd"):
            self.end(self.folder / f"{name}.pid")
        for process in reversed(self.started):
            process.terminate()
            process.wait()
