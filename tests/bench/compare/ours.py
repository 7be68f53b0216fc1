"""Our controller, private to the benchmark."""
import getpass
import os
import pathlib
import subprocess

from compare.configuration import slurm_conf
from compare.system import System, host, wait_until


class Ours(System):
    name = "minislurm"

    def __init__(self, prefix, folder, nodes=8, cpus=4):
        super().__init__(folder)
        self.prefix = pathlib.Path(prefix).resolve()
        self.nodes, self.cpus = nodes, cpus
        self.environment.update(PATH=f"{self.prefix}/bin:{self.prefix}/sbin:{os.environ['PATH']}", MINISLURM_AUTOSTART="0")

    def command(self, name):
        return str(self.prefix / "bin" / name)

    def start(self):
        for name in ("state", "spool"):
            (self.folder / name).mkdir(exist_ok=True)
        text = slurm_conf(self.folder, host(), getpass.getuser(), 17600, self.nodes, self.cpus)
        (self.folder / "slurm.conf").write_text(text)
        self.start_controller()

    def start_controller(self):
        subprocess.run([self.prefix / "sbin" / "slurmctld"], env=self.environment, check=True, stdin=subprocess.DEVNULL)
        wait_until(lambda: self.run("scontrol", "ping", check=False).returncode == 0, "our controller")

    def stop(self):
        self.run("scancel", "-Q", "-u", getpass.getuser(), check=False)
        self.end(self.folder / "slurmctld.pid")
