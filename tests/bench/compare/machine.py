"""What the figures were measured on."""
import os
import pathlib
import platform
import subprocess
import tempfile
import time


def load():
    return [round(value, 2) for value in os.getloadavg()]


def sync_rate(folder="/var/tmp", seconds=0.5):
    """Durable appends of 4 KiB a second: the disk's limit of what one writer can acknowledge one by one."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        begin, count = time.perf_counter(), 0
        while time.perf_counter() - begin < seconds:
            os.write(file.fileno(), b"x" * 4096)
            os.fdatasync(file.fileno())
            count += 1
        return count / (time.perf_counter() - begin)


def spawn_time(count=200):
    """Milliseconds to start and reap /bin/true from this process: the floor of every row that starts a command."""
    begin = time.perf_counter()
    for _ in range(count):
        subprocess.run(["/bin/true"])
    return (time.perf_counter() - begin) / count * 1e3


def describe(prefix):
    model = [line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
             if line.startswith("model name")]
    memory = next(line.split()[1] for line in pathlib.Path("/proc/meminfo").read_text().splitlines() if "MemTotal" in line)
    version = subprocess.run([pathlib.Path(prefix) / "bin" / "sbatch", "--version"], capture_output=True, text=True)
    return {"cpus": os.cpu_count(), "model": model[0] if model else "", "memory_mib": int(memory) // 1024,
            "kernel": platform.release(), "syncs_per_second": round(sync_rate()), "true_ms": round(spawn_time(), 3),
            "load_before": load(), "version": version.stdout.strip(), "at": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
