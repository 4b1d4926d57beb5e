"""Exact deduplication of many generated pairs: by one process, by two, by two nodes of a Ray cluster, and by others.

A third of the pairs repeat an earlier one, exactly or but for case and a full stop. All runs of jisr have to write the
same bytes. DuckDB and Polars compare the bytes of lines, which is another rule: they keep more::

    pip install 'jisr[cluster]'
    python benchmarks/dedup.py --pairs 20000000 --folder /large/disk --others /venv/with/duckdb/and/polars/bin/python

The pairs stay in the folder, for the runs that are made later (``--only nodes``).

Processor time and memory are those of all processes of a run; shared pages of memory count for each of them.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ARABIC = "ذهب الولد إلى المدرسة ثم عاد منها وقد كتب رسالة طويلة عن البيت والنهر في الصباح".split()
ENGLISH = "the boy went to school and then he came back with a long letter about that house".split()
HEAD, NODE, PORT = "127.0.0.4", "127.0.0.5", 6499
RUNS = ("duckdb", "polars", "one", "processes", "nodes")
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

DUCKDB = """
import duckdb, sys
base = duckdb.connect()
base.execute("SET threads = 1; SET memory_limit = '2GB'; SET preserve_insertion_order = false")
read = f"read_csv('{sys.argv[1]}', delim = '\\t', quote = '', escape = '', header = false, all_varchar = true)"
form = "(DELIM '\\t', QUOTE '', HEADER false)"
base.execute(f"COPY (SELECT DISTINCT column0, column1 FROM {read}) TO '{sys.argv[2]}' {form}")
"""
POLARS = """
import os, sys
os.environ["POLARS_MAX_THREADS"] = "1"
import polars
lines = polars.scan_csv(sys.argv[1], separator="\\t", quote_char=None, has_header=False)
lines.unique(maintain_order=False).sink_csv(sys.argv[2], separator="\\t", quote_style="never", include_header=False)
"""


def write_pairs(path: Path, count: int) -> None:
    """Write pairs of some twelve words."""
    chance = random.Random(1)
    phrases = [
        (" ".join(chance.choices(ARABIC, k=size)), " ".join(chance.choices(ENGLISH, k=size + 1)).capitalize())
        for size in chance.choices(range(3, 9), k=5000)
    ]
    made = 0
    with path.open("w", encoding="utf-8") as out:
        for _ in range(count):
            change = chance.random()
            number = made
            if change < 0.3 and made:
                number = int(chance.random() * made)
            else:
                made += 1
                change = 1
            before, after = phrases[number * 7919 % 5000], phrases[number * 104_729 % 4999]
            english = f"{before[1]} {number} {after[1].lower()}"
            if change < 0.08:
                english = english.upper() if change < 0.04 else f"{english}."
            out.write(f"{before[0]} {number} {after[0]}\t{english}\n")


class Watch(threading.Thread):
    """Looks at processes from time to time, and adds up their processor time and memory.

    :param process: process that counts, with all its descendants.
    :param pattern: text in the command lines of others that do; none if it is empty.
    """

    def __init__(self, process: int, pattern: str) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.pattern = pattern
        self.seconds: dict[int, float] = {}
        self.before = dict(self.look())
        self.peak = 0
        self.ended = threading.Event()

    def look(self) -> Iterator[tuple[int, float]]:
        """Yield the number and the processor time of each process that counts, in seconds."""
        self.memory = 0
        parents: dict[int, int] = {}
        found: dict[int, tuple[float, int]] = {}
        named = set()
        for each in Path("/proc").iterdir():
            if each.name.isdecimal():
                with suppress(OSError, IndexError):
                    fields = (each / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                    number = int(each.name)
                    parents[number] = int(fields[1])
                    found[number] = (int(fields[11]) + int(fields[12])) / TICKS, int(fields[21]) * PAGE
                    command = (each / "cmdline").read_bytes().decode("utf-8", "replace")
                    if self.pattern and self.pattern in command:
                        named.add(number)
        for number, (seconds, memory) in found.items():
            ancestor: int | None = number
            while ancestor and ancestor != self.process and ancestor not in named:
                ancestor = parents.get(ancestor)
            if ancestor:
                self.memory += memory
                yield number, seconds

    def run(self) -> None:
        """Look until the end is told."""
        while not self.ended.wait(1):
            self.seconds |= dict(self.look())
            self.peak = max(self.peak, self.memory)

    def cpu(self) -> float:
        """Return the processor time that was used, in seconds."""
        return sum(seconds - self.before.get(number, 0) for number, seconds in self.seconds.items())


def measure(name: str, command: list[str], pairs: int, output: Path, pattern: str = "") -> str:
    """Run a command, print what it took, and return the hash of what it wrote, which is deleted."""
    started = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        watch = Watch(process.pid, pattern)
        watch.start()
        assert process.stderr is not None
        errors = process.stderr.read()
        # Its processor time is that of all children that it has waited for, which are not counted again.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    watch.ended.set()
    watch.join()
    wall = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{name}: exit code {process.returncode}: {errors}")
    cpu = max(used.ru_utime + used.ru_stime, watch.cpu())
    with output.open("rb") as stream:
        written = hashlib.file_digest(stream, "sha256").hexdigest()
    with output.open("rb") as stream:
        kept = sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
    output.unlink()
    figures = {
        "kept": kept,
        "CPU s": round(cpu, 1),
        "pairs/CPU s": round(pairs / cpu),
        "wall s": round(wall, 1),
        "peak MB": round(watch.peak / 1e6),
    }
    print(f"{name}: {json.dumps(figures)}", flush=True)
    return written


@contextmanager
def cluster() -> Iterator[tuple[str, str]]:
    """Start two nodes of Ray with one core each, yield the address and their folder, and stop them."""
    with tempfile.TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True) as folder:
        start = [str(Path(sys.executable).with_name("ray")), "start", "--num-cpus=1"]
        start += ["--object-store-memory=200000000"]
        environment = os.environ | {"RAY_USAGE_STATS_ENABLED": "0"}
        head = [
            "--head",
            "--include-dashboard=false",
            f"--node-ip-address={HEAD}",
            f"--port={PORT}",
            f"--temp-dir={folder}",
        ]
        node = [f"--address={HEAD}:{PORT}", f"--node-ip-address={NODE}"]
        try:
            for words in (head, node):
                subprocess.run([*start, *words], check=True, capture_output=True, env=environment)
            yield f"{HEAD}:{PORT}", folder
        finally:
            found = subprocess.run(["pgrep", "-f", folder], capture_output=True, text=True, check=False).stdout
            for number in found.split():
                with suppress(ProcessLookupError):
                    os.kill(int(number), signal.SIGKILL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, required=True, help="folder with room for three times the pairs")
    parser.add_argument("--others", help="a Python that has DuckDB and Polars")
    parser.add_argument("--only", nargs="+", choices=RUNS, default=RUNS, help="runs to be made")
    wanted = parser.parse_args()
    source, output = wanted.folder / "pairs.tsv", wanted.folder / "unique.tsv"
    if source.exists():
        print(f"{source} is there and is taken", flush=True)
    else:
        write_pairs(source, wanted.pairs)
    print(f"{wanted.pairs:,} pairs, {source.stat().st_size / 1e9:.2f} GB", flush=True)
    command = [sys.executable, "-m", "jisr", "corpus", "dedup", str(source), "-o", str(output)]
    written = set()
    for name in wanted.only:
        if name in {"duckdb", "polars"}:
            code = DUCKDB if name == "duckdb" else POLARS
            measure(name, [wanted.others, "-c", code, str(source), str(output)], wanted.pairs, output)
        elif name == "nodes":
            with cluster() as (address, folder):
                shared = [*command, "--cluster", address]
                written.add(measure(name, shared, wanted.pairs, output, folder))
        else:
            local = ["--cluster", "local", "--workers", "2"] if name == "processes" else []
            written.add(measure(name, [*command, *local], wanted.pairs, output))
    print("jisr wrote", *sorted(written))
    if len(written) > 1:
        raise SystemExit("the runs of jisr did not write the same bytes")


if __name__ == "__main__":
    main()
