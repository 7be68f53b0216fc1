#!/usr/bin/env python3
"""The real controller with real commands, each test in a folder of its own.

    controller_test.py --build BUILD [unittest arguments]
"""
import fcntl
import os
import pathlib
import resource
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

BUILD = None
CONF = """ClusterName=e2e
SlurmctldHost=localhost
SlurmUser={user}
StateSaveLocation={dir}/state
SlurmctldPidFile={dir}/slurmctld.pid
SlurmctldLogFile={dir}/slurmctld.log
KillWait=1
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
NodeName=n[1-2] NodeHostname=localhost CPUs=8 RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes=n[1-2] Default=YES MaxTime=INFINITE State=UP
"""


def program(name):
    return str(BUILD / ("slurmctld/slurmctld" if name == "slurmctld" else f"commands/{name}/{name}"))


class ControllerCase(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="e2e-")).resolve()
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        (self.dir / "slurm.conf").write_text(CONF.format(dir=self.dir, user=user))
        self.env = {key: value for key, value in os.environ.items() if not key.startswith(("SLURM_", "SBATCH_"))}
        self.env["SLURM_CONF"] = str(self.dir / "slurm.conf")

    def tearDown(self):
        if self.pid_file().exists():
            self.end(signal.SIGTERM)
        shutil.rmtree(self.dir)

    def pid_file(self):
        return self.dir / "slurmctld.pid"

    def run_program(self, name, *arguments, text=None, check=True):
        done = subprocess.run([program(name), *arguments], env=self.env, cwd=self.dir, input=text, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        if check:
            self.assertEqual(done.returncode, 0, done.stdout)
        return done

    def start(self, *arguments):
        self.run_program("slurmctld", *arguments)

    def end(self, how):
        handle = os.pidfd_open(int(self.pid_file().read_text()))
        signal.pidfd_send_signal(handle, how)
        select.select([handle], [], [])
        os.close(handle)

    def submit(self, script, *arguments):
        return self.run_program("sbatch", "--parsable", *arguments, text="#!/bin/sh\n" + script).stdout.strip()

    def fifo(self, name):
        path = self.dir / name
        os.mkfifo(path)
        return path

    def wait_end(self, *jobs):
        """Blocks until the jobs have ended, in the way any client can."""
        self.run_program("sbatch", "--wait", "--dependency=afterany:" + ":".join(jobs), "-o", "/dev/null", "--wrap",
                         "true")

    def ended_as(self, job):
        return self.run_program("sacct", "-nPX", "-j", job, "-o", "state,exitcode").stdout.strip()


class Restart(ControllerCase):
    def test_a_running_job_outlives_the_controller_and_ends_with_its_own_exit_code(self):
        self.start()
        begun, go_on = self.fifo("begun"), self.fifo("go_on")
        job = self.submit(f"echo in >{begun}\nread word <{go_on}\nexit 7\n")
        begun.read_text()
        self.end(signal.SIGKILL)
        self.start()
        self.assertEqual(self.run_program("squeue", "-h", "-o", "%T").stdout, "RUNNING\n")
        go_on.write_text("go\n")
        self.wait_end(job)
        self.assertEqual(self.ended_as(job), "FAILED|7:0")

    def test_a_job_that_ended_while_no_controller_ran_is_recorded_as_it_ended(self):
        self.start()
        begun, go_on = self.fifo("begun"), self.fifo("go_on")
        job = self.submit(f"echo in >{begun}\nread word <{go_on}\nexit 5\n")
        begun.read_text()
        self.end(signal.SIGKILL)
        lock = os.open(self.dir / "state/steps" / f"{job}.batch" / "lock", os.O_RDWR)
        go_on.write_text("go\n")
        fcntl.flock(lock, fcntl.LOCK_EX)  # until its process is gone
        os.close(lock)
        self.start()
        self.wait_end(job)
        self.assertEqual(self.ended_as(job), "FAILED|5:0")

    def test_waiting_jobs_stay_and_a_clean_stop_changes_nothing(self):
        self.start()
        held = self.submit("true\n", "-H")
        self.end(signal.SIGTERM)
        self.assertFalse(self.pid_file().exists())
        self.assertFalse((self.dir / "slurmctld.sock").exists())
        self.start()
        self.assertEqual(self.run_program("squeue", "-h", "-o", "%i %T").stdout, f"{held} PENDING\n")

    def test_a_clean_start_forgets_the_queue_and_keeps_the_history(self):
        self.start()
        done = self.submit("exit 3\n")
        self.wait_end(done)
        self.submit("true\n", "-H")
        self.end(signal.SIGTERM)
        self.start("-c")
        self.assertEqual(self.run_program("squeue", "-h", "-t", "all").stdout, "")
        self.assertEqual(self.ended_as(done), "FAILED|3:0")


class Preemption(ControllerCase):
    def start_with(self, mode):
        conf = self.dir / "slurm.conf"
        lines = [line for line in conf.read_text().splitlines() if not line.startswith("PartitionName")]
        lines += ["PreemptType=preempt/partition_prio", f"PreemptMode={mode}",
                  "PartitionName=rest Nodes=n2 Default=YES State=UP", "PartitionName=low Nodes=n1 GraceTime=1 State=UP",
                  "PartitionName=high Nodes=n1 PriorityTier=10 State=UP"]
        conf.write_text("\n".join(lines) + "\n")
        self.start()

    def test_a_preempted_job_is_warned_and_ends_when_its_grace_time_is_over(self):
        self.start_with("CANCEL")
        begun, warned, started = self.fifo("begun"), self.fifo("warned"), self.fifo("started")
        (self.dir / "step.sh").write_text("trap 'echo TERM >warned' TERM\necho in >begun\nsleep 60 & wait\nsleep 60\n")
        low = self.submit(f"{program('srun')} -n1 sh step.sh\n", "-p", "low", "-n8", "-o", "low.out")
        begun.read_text()
        high = self.submit("echo in >started\n", "-p", "high", "-n4")
        self.assertEqual(warned.read_text(), "TERM\n")
        started.read_text()
        self.wait_end(high)
        self.assertEqual(self.ended_as(low).split("|")[0], "PREEMPTED")
        self.assertIn("DUE TO PREEMPTION ***", (self.dir / "low.out").read_text())

    def test_a_suspended_job_stands_still_until_the_other_has_ended(self):
        self.start_with("SUSPEND,GANG")
        begun, started = self.fifo("begun"), self.fifo("started")
        end_low, end_high = self.fifo("end_low"), self.fifo("end_high")
        low = self.submit("echo $$ >begun\nread word <end_low\nexit 4\n", "-p", "low", "-n8")
        status = pathlib.Path("/proc") / begun.read_text().strip() / "status"
        high = self.submit("echo in >started\nread word <end_high\n", "-p", "high", "-n4")
        started.read_text()
        self.assertEqual(self.run_program("squeue", "-h", "-o", "%t", "-S", "i").stdout, "S\nR\n")
        self.wait_process(status, "T")
        self.end(signal.SIGKILL)
        self.start()
        self.assertEqual(self.run_program("squeue", "-h", "-o", "%t", "-S", "i").stdout, "S\nR\n")
        end_high.write_text("go\n")
        self.wait_end(high)
        end_low.write_text("go\n")
        self.wait_end(low)
        self.assertEqual(self.ended_as(low), "FAILED|4:0")

    def wait_process(self, status, state):
        patience = time.monotonic() + 60
        while f"State:\t{state}" not in status.read_text():
            self.assertLess(time.monotonic(), patience, status.read_text())
            os.sched_yield()


class KilledStepd(ControllerCase):
    def processes_of_a_job(self, *arguments):
        """A running job; descriptors of its slurmstepd and of its processes."""
        self.start()
        begun = self.fifo("begun")
        job = self.submit(f"setsid sleep 1000 & far=$!\nenv -i sleep 1000 & near=$!\n"
                          f"(sleep 1000 & echo $PPID $$ $far $near $! >{begun})\nwait\n", *arguments)
        stepd, *tasks = [os.pidfd_open(int(word)) for word in begun.read_text().split()]
        return job, stepd, tasks

    def test_nothing_of_a_job_outlives_a_killed_slurmstepd(self):
        job, stepd, tasks = self.processes_of_a_job("--no-requeue")
        signal.pidfd_send_signal(stepd, signal.SIGKILL)
        self.wait_end(job)
        self.assertEqual(self.ended_as(job), "NODE_FAIL|0:9")
        self.assert_ended(tasks)

    def test_nor_one_that_was_killed_while_no_controller_ran(self):
        job, stepd, tasks = self.processes_of_a_job("--no-requeue")
        self.end(signal.SIGKILL)
        signal.pidfd_send_signal(stepd, signal.SIGKILL)
        select.select([stepd], [], [])
        self.start()
        self.wait_end(job)
        self.assertEqual(self.ended_as(job), "NODE_FAIL|0:9")
        self.assert_ended(tasks)

    def assert_ended(self, tasks):
        for task in tasks:
            self.assertEqual(select.select([task], [], [], 0)[0], [task], "a process lives on")
            os.close(task)


class BadInput(ControllerCase):
    def test_a_second_controller_on_the_same_state_is_refused(self):
        self.start()
        second = self.run_program("slurmctld", check=False)
        self.assertEqual(second.returncode, 1)
        self.assertIn("already running", second.stdout)
        self.run_program("squeue")

    def test_a_bad_configuration_is_named_with_file_and_line(self):
        (self.dir / "slurm.conf").write_text("ClusterName=x\nNonsense=1\n")
        refused = self.run_program("slurmctld", check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn(f"{self.dir}/slurm.conf: line 2:", refused.stdout)

    def test_a_reconfigure_with_a_bad_file_changes_nothing(self):
        self.start()
        conf = self.dir / "slurm.conf"
        conf.write_text(conf.read_text() + "Nonsense=1\n")
        refused = self.run_program("scontrol", "reconfigure", check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("line 12", refused.stdout)
        self.wait_end(self.submit("true\n"))

    def test_a_damaged_database_is_reported_and_left_alone(self):
        (self.dir / "state").mkdir()
        (self.dir / "state/slurmctld.db").write_bytes(b"no database" * 100)
        refused = self.run_program("slurmctld", check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("slurmctld.db", refused.stdout)
        self.assertEqual((self.dir / "state/slurmctld.db").read_bytes(), b"no database" * 100)

    def test_foreign_and_truncated_messages_end_their_connection_and_nothing_else(self):
        self.start()
        for message in (b"GET / HTTP/1.0\r\n\r\n", b"\xff" * 64, struct.pack("<I", 100) + b"short",
                        b"\x02\0\0\0\xff\xff"):
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(self.dir / "slurmctld.sock"))
                connection.sendall(message)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(4096):
                    pass
        self.wait_end(self.submit("true\n"))

    def test_on_a_full_disk_submissions_are_refused_and_nothing_accepted_is_lost(self):
        limit = 400 * 1024
        subprocess.run([program("slurmctld")], env=self.env, check=True,
                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY)))
        accepted, refused = [], None
        while refused is None and len(accepted) < 300:
            done = self.run_program("sbatch", "--parsable", "-H", check=False, text="#!/bin/sh\n#" + "x" * 20000 + "\n")
            if done.returncode == 0:
                accepted.append(done.stdout.strip())
            else:
                refused = done.stdout
        self.assertIn("No space left on device", refused)
        self.assertGreater(len(accepted), 2)
        listed = self.run_program("squeue", "-h", "-S", "i", "-o", "%i").stdout.split()
        self.assertEqual(listed, accepted)
        pid = int(self.pid_file().read_text())
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        accepted.append(self.submit("true\n", "-H"))
        self.end(signal.SIGKILL)
        self.start()
        listed = self.run_program("squeue", "-h", "-S", "i", "-o", "%i").stdout.split()
        self.assertEqual(listed, accepted)

    def test_a_job_that_the_disk_refuses_holds_no_cpus(self):
        limit = 400 * 1024
        subprocess.run([program("slurmctld")], env=self.env, check=True,
                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY)))
        refused = None
        while refused is None:
            done = self.run_program("sbatch", "--parsable", "-H", check=False, text="#!/bin/sh\n#" + "x" * 20000 + "\n")
            refused = done.stdout if done.returncode else None
        startable = self.run_program("sbatch", "-n8", check=False, text="#!/bin/sh\n#" + "x" * 20000 + "\n")
        self.assertIn("No space left on device", startable.stdout)
        self.assertEqual(self.run_program("squeue", "-h", "-t", "R", "-o", "%i").stdout, "")
        self.assertEqual(self.run_program("sinfo", "-h", "-o", "%C").stdout, "0/16/0/16\n")
        pid = int(self.pid_file().read_text())
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class ZeroConfiguration(ControllerCase):
    def wait_for_end_of_all(self, state):
        """The controller, and what it started, are still writing into their folders after the shutdown is acknowledged."""
        with open(state / "slurmctld.lock", "r+") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX)
        for step in (state / "steps").glob("*/lock"):
            with open(step) as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)

    def test_ten_commands_at_once_start_one_controller_between_them(self):
        del self.env["SLURM_CONF"]
        self.env.pop("XDG_RUNTIME_DIR", None)
        self.env["XDG_STATE_HOME"] = str(self.dir)
        if pathlib.Path("/etc/slurm/slurm.conf").exists():
            return  # this machine is configured
        commands = [subprocess.Popen([program("sbatch"), "--parsable", "-o", "/dev/null", "--wrap", "true"],
                                     env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                    for _ in range(10)]
        answers = [command.communicate(timeout=60) for command in commands]
        self.assertEqual(sorted(int(out) for out, _ in answers), list(range(1, 11)))
        self.assertEqual({errors for _, errors in answers}, {""})
        shutdown = self.run_program("scontrol", "shutdown", check=False)
        self.assertEqual(shutdown.returncode, 0, shutdown.stdout)
        self.wait_for_end_of_all(self.dir / "minislurm")
        self.env["MINISLURM_AUTOSTART"] = "0"
        self.env["XDG_STATE_HOME"] = str(self.dir / "elsewhere")
        alone = self.run_program("squeue", check=False)
        self.assertIn("Unable to contact slurm controller (connect failure)", alone.stdout)


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv[sys.argv.index("--build") + 1]).resolve()
    del sys.argv[sys.argv.index("--build"):sys.argv.index("--build") + 2]
    unittest.main(verbosity=2)
