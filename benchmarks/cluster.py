"""Work that is shared out gives the bytes of one process, whatever is killed; and what it costs.

Two nodes of a Ray cluster are started on loopback addresses of this machine, and stopped in the end::

    pip install 'jisr[cluster]'
    python benchmarks/cluster.py --lines 400

``--pool local`` does the same with processes of this machine, without Ray.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ARABIC = (
    "وصل القطار إلى المحطة بعد منتصف الليل ولم يكن في انتظاره أحد.",
    "اشترت أختي {} كتابا من المعرض. هل تحب القراءة؟",
    "قال الطبيب إن المريض رقم {} يتحسن ببطء، لكنه ما زال يحتاج إلى الراحة.",
    "سافر عمي إلى الرباط سنة {} وعاد منها بعد عشرة أعوام.",
    "أغلقت المدارس أبوابها {} يوما بسبب العاصفة.",
)
ODD = (b"", b"hello, world", b"\xff\xfe bad bytes", "😀".encode(), "تبويب\tفي السطر".encode(), "\u2028سطر".encode())
HEAD, NODE, PORT = "127.0.0.2", "127.0.0.3", 6399
DEAD = "127.0.0.9:1"
JISR = [sys.executable, "-m", "jisr", "translate"]


def write_text(path: Path, lines: int) -> None:
    """Write lines of our own, all different, one in ten of them odd."""
    written = (
        ODD[number // 10 % len(ODD)] if number % 10 == 0 else ARABIC[number % len(ARABIC)].format(number).encode()
        for number in range(lines)
    )
    path.write_bytes(b"\n".join(written))


@contextmanager
def started_node(words: list[str], environment: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Start a node of Ray with one core, and stop it with all its processes; yield the one that watches over them."""
    command = [str(Path(sys.executable).with_name("ray")), "start", "--block", "--num-cpus=1"]
    usual = os.environ | {"RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}
    with subprocess.Popen(
        [*command, "--object-store-memory=100000000", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=usual | dict(environment or {}),
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if b"will now block" in line:
                    break
            else:
                raise SystemExit("a node of Ray does not start")
            yield process
        finally:
            process.terminate()


@contextmanager
def cluster(head: Mapping[str, str] | None = None, node: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start two nodes, yield the address, and stop them.

    :param head: environment of the first node, beside that of this process.
    :param node: that of the second one.
    """
    first = ["--head", f"--node-ip-address={HEAD}", f"--port={PORT}", "--include-dashboard=false"]
    second = [f"--address={HEAD}:{PORT}", f"--node-ip-address={NODE}"]
    with started_node(first, head), started_node(second, node):
        yield f"{HEAD}:{PORT}"


def command_line(process: int) -> str:
    """Return the command line of a process; the empty string if it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def processes(text: str, parent: str = "") -> list[int]:
    """Return the processes whose command line holds a text, and that of whose parents holds another one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        process = int(folder.name)
        if process != os.getpid() and text in command_line(process):
            with suppress(OSError):
                above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if parent in command_line(above):
                    found.append(process)
    return found


def ray_workers() -> list[int]:
    """Return the workers of the nodes of :func:`cluster`, and of no others."""
    return processes("ray::call", f"--gcs-address={HEAD}:{PORT}")


class Check:
    """Runs of one text, each compared with that of one process."""

    def __init__(self, folder: Path, lines: int, options: list[str], workers: Callable[[], list[int]]) -> None:
        self.folder = folder
        self.options = options
        self.workers = workers
        self.text = folder / "in.txt"
        self.failures = 0
        write_text(self.text, lines)

    def command(self, name: str, *words: str) -> list[str]:
        """Return a command that writes a draft and a report of a name."""
        files = ["-o", str(self.folder / f"{name}.txt"), "--report", str(self.folder / f"{name}.jsonl")]
        return [*JISR, str(self.text), *files, "--beam", "1", "--threads", "1", *words]

    def say(self, what: str, right: bool, more: str = "") -> None:
        """Print the outcome of a check."""
        self.failures += not right
        print(f"{'ok' if right else 'FAILED':6} {what}{f': {more}' if more else ''}", flush=True)

    def compare(self, name: str, what: str, more: str = "") -> None:
        """Compare the files of a run with those of one process, and look for what must not be left."""
        same = all(
            (self.folder / f"{name}{suffix}").is_file()
            and (self.folder / f"{name}{suffix}").read_bytes() == (self.folder / f"plain{suffix}").read_bytes()
            for suffix in (".txt", ".jsonl")
        )
        left = [path.name for path in self.folder.iterdir() if path.suffix not in {".txt", ".jsonl"}]
        self.say(what, same and not left, ", ".join([*([more] if more else []), *left]))

    def run(self, name: str, *words: str) -> tuple[float, float]:
        """Run a command to its end; return its time by the clock and the CPU of its own processes, in seconds."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        done = subprocess.run(self.command(name, *words), capture_output=True, text=True, check=False)
        wall = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        foreign = [line for line in done.stderr.splitlines() if not line.startswith("jisr: ")]
        self.say(f"{name}: standard error is ours alone", done.returncode == 0 and not foreign, "; ".join(foreign[:2]))
        return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def interrupt(self, name: str, victims: Callable[[], list[int]], least: int = 3) -> str:
        """Kill some processes in the middle of a run, and return what the run says in the end."""
        process = subprocess.Popen(self.command(name, *self.options), stderr=subprocess.PIPE, text=True)
        store = self.folder / f"{name}.txt.shards"
        while process.poll() is None and (not store.is_dir() or len(list(store.glob("[0-9a-f]*"))) < least):
            time.sleep(0.05)
        self.say(f"{name}: nothing under the final name before", not (self.folder / f"{name}.txt").exists())
        for victim in victims():
            os.kill(victim, signal.SIGKILL)
        _, errors = process.communicate()
        return errors.strip().replace("\n", " | ")

    def everything(self, node: Callable[[], list[int]] | None) -> None:
        """Run all checks.

        :param node: function that returns the process of a node that can be killed.
        """
        wall, cpu = self.run("plain")
        print(f"       one process: {wall:.1f} s, {cpu:.1f} s of CPU")
        for workers in ("1", "2"):
            wall, cpu = self.run(f"w{workers}", *self.options, "--workers", workers)
            self.compare(
                f"w{workers}", f"{workers} workers: bytes and report", f"{wall:.1f} s, {cpu:.1f} s of CPU here"
            )
        self.compare("killed", "workers killed: bytes and report", self.interrupt("killed", self.workers))
        if node:
            self.compare("node", "node killed: bytes and report", self.interrupt("node", node))
        self.interrupt("driver", lambda: processes(f"{self.folder}/driver.txt --report"))
        kept = len(list((self.folder / "driver.txt.shards").glob("[0-9a-f]*")))
        time.sleep(3)
        self.say("driver killed: no worker outlives it", not self.workers())
        self.say("driver killed: its work is kept", kept >= 3, f"{kept} shards")
        wall, _ = self.run("driver", *self.options)
        self.compare("driver", "driver killed, and the command given again: bytes and report", f"{wall:.1f} s")
        started = time.perf_counter()
        code = subprocess.run(self.command("dead", "--cluster", DEAD), capture_output=True, check=False).returncode
        took = time.perf_counter() - started
        self.say("a dead address: exit code 2 within 5 s", code == 2 and took < 5, f"{took:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1507)
    parser.add_argument("--shard-lines", type=int, default=50)
    parser.add_argument("--pool", choices=["ray", "local"], default="ray")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = ["--shard-lines", str(wanted.shard_lines)]
        if wanted.pool == "local":
            options = ["--cluster", "local", *size]
            check = Check(
                Path(folder), wanted.lines, options, lambda: processes("from jisr.workers import serve", folder)
            )
            check.everything(None)
        else:
            with cluster() as address:
                check = Check(Path(folder), wanted.lines, ["--cluster", address, *size], ray_workers)
                check.everything(lambda: processes("raylet/raylet", f"--node-ip-address={NODE}"))
                check.run("auto", "--cluster", "auto", *size)
                check.compare("auto", "the cluster of this machine is found: bytes and report")
    raise SystemExit(check.failures > 0)


if __name__ == "__main__":
    main()
