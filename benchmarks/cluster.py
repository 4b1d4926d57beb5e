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
from collections.abc import Iterator
from contextlib import contextmanager
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


def start_node(words: list[str]) -> None:
    """Start a node of Ray with one core."""
    command = ["ray", "start", "--num-cpus=1", "--object-store-memory=100000000", *words]
    environment = os.environ | {"RAY_USAGE_STATS_ENABLED": "0"}
    subprocess.run(
        [str(Path(sys.executable).with_name("ray")), *command[1:]], check=True, capture_output=True, env=environment
    )


@contextmanager
def cluster() -> Iterator[str]:
    """Start two nodes, yield the address, and stop them."""
    start_node(["--head", f"--node-ip-address={HEAD}", f"--port={PORT}", "--include-dashboard=false"])
    try:
        start_node([f"--address={HEAD}:{PORT}", f"--node-ip-address={NODE}"])
        yield f"{HEAD}:{PORT}"
    finally:
        subprocess.run(
            [str(Path(sys.executable).with_name("ray")), "stop", "--force"], capture_output=True, check=False
        )


def processes(pattern: str) -> list[int]:
    """Return the processes whose command line holds a text."""
    found = subprocess.run(["pgrep", "-f", pattern], capture_output=True, text=True, check=False).stdout
    return [int(each) for each in found.split() if int(each) != os.getpid()]


class Check:
    """Runs of one text, each compared with that of one process."""

    def __init__(self, folder: Path, lines: int, options: list[str], workers_pattern: str) -> None:
        self.folder = folder
        self.options = options
        self.pattern = workers_pattern
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

    def interrupt(self, name: str, victims: str, least: int = 3) -> str:
        """Kill what has a text in its command line in the middle of a run, and return what the run says in the end."""
        process = subprocess.Popen(self.command(name, *self.options), stderr=subprocess.PIPE, text=True)
        store = self.folder / f"{name}.txt.shards"
        while process.poll() is None and (not store.is_dir() or len(list(store.glob("[0-9a-f]*"))) < least):
            time.sleep(0.05)
        self.say(f"{name}: nothing under the final name before", not (self.folder / f"{name}.txt").exists())
        for victim in processes(victims):
            os.kill(victim, signal.SIGKILL)
        _, errors = process.communicate()
        return errors.strip().replace("\n", " | ")

    def everything(self, node: str | None) -> None:
        """Run all checks.

        :param node: text in the command line of a node that can be killed.
        """
        wall, cpu = self.run("plain")
        print(f"       one process: {wall:.1f} s, {cpu:.1f} s of CPU")
        for workers in ("1", "2"):
            wall, cpu = self.run(f"w{workers}", *self.options, "--workers", workers)
            self.compare(
                f"w{workers}", f"{workers} workers: bytes and report", f"{wall:.1f} s, {cpu:.1f} s of CPU here"
            )
        self.compare("killed", "workers killed: bytes and report", self.interrupt("killed", self.pattern))
        if node:
            self.compare("node", "node killed: bytes and report", self.interrupt("node", node))
        self.interrupt("driver", f"{self.folder}/driver.txt --report")
        kept = len(list((self.folder / "driver.txt.shards").glob("[0-9a-f]*")))
        time.sleep(3)
        self.say("driver killed: no worker outlives it", not processes(self.pattern))
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
            check = Check(Path(folder), wanted.lines, ["--cluster", "local", *size], "from jisr.workers import serve")
            check.everything(None)
        else:
            with cluster() as address:
                check = Check(Path(folder), wanted.lines, ["--cluster", address, *size], "ray::call")
                check.everything(f"raylet.*node_ip_address={NODE}")
    raise SystemExit(check.failures > 0)


if __name__ == "__main__":
    main()
