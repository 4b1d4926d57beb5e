"""What the user sees when something fails in the middle of work that is shared out: every failure is provoked.

Two nodes of a Ray cluster are started on loopback addresses for each, and stopped in the end. For each failure a row is
printed: what happened, the exit code, and what standard error said::

    pip install 'jisr[cluster]'
    python benchmarks/cluster_failures.py

Nodes on which everything fails, other versions and lines that end their worker are made by a module that Python imports
in its workers when it starts.
"""

import argparse
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from cluster import ARABIC, DEAD, HEAD, JISR, NODE, cluster, processes, ray_workers, write_text

SOURCE = Path(__file__).parents[1] / "src"
POISON = "هذا السطر يقتل من يقرؤه"
HOOK = """
import os, sys
if any("default_worker" in word for word in sys.orig_argv):
    from jisr.translate.files.sharded_files import TranslationWork
    usual = TranslationWork.translate_lines
    def translate_lines(self, item):
        if {condition}:
            {act}
        return usual(self, item)
    TranslationWork.translate_lines = translate_lines
"""


class Nodes:
    """Environments of nodes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def hook(self, name: str, condition: str, act: str = "os._exit(9)") -> dict[str, str]:
        """Return the environment of a node whose workers do something in some cases."""
        path = self.folder / name
        path.mkdir()
        (path / "sitecustomize.py").write_text(HOOK.format(condition=condition, act=act), encoding="utf-8")
        return {"PYTHONPATH": f"{path}:{os.environ.get('PYTHONPATH', '')}"}


class Run:
    """A run of jisr on a text."""

    def __init__(self, folder: Path, address: str, text: Path, name: str, *options: str) -> None:
        self.output = folder / name
        self.store = folder / f"{name}.shards"
        words = ["-o", str(self.output), "--beam", "1", "--threads", "1", "--cluster", address, *options]
        self.process = subprocess.Popen([*JISR, str(text), *words], stderr=subprocess.PIPE, text=True)

    def wait_for_shards(self, least: int) -> None:
        """Wait until some shards are done."""
        while self.process.poll() is None and len(list(self.store.glob("[0-9a-f]*"))) < least:
            time.sleep(0.05)

    def end(self) -> tuple[int, str]:
        """Wait for the end, and return the exit code and what was said."""
        _, errors = self.process.communicate()
        return self.process.returncode, errors.strip()


class Provoked:
    """All failures, each with two nodes of its own."""

    def __init__(self, folder: Path, lines: int) -> None:
        self.folder = folder
        self.nodes = Nodes(folder)
        self.text = folder / "in.txt"
        self.failures = 0
        write_text(self.text, lines)
        self.plain = folder / "plain.txt"
        subprocess.run(
            [*JISR, str(self.text), "-o", str(self.plain), "--beam", "1", "--threads", "1"],
            check=True,
            capture_output=True,
        )

    def row(self, what: str, run: Run, code: int, said: Sequence[str], *, same: bool = True) -> None:
        """Print a row, after checking the exit code, what was said, and the draft.

        :param same: whether the draft is that of one process; otherwise there must be none.
        """
        found, errors = run.end()
        right = found == code and all(each in errors for each in said)
        foreign = [line for line in errors.splitlines() if not line.startswith("jisr: ")]
        right &= not foreign
        right &= run.output.read_bytes() == self.plain.read_bytes() if same else not run.output.exists()
        self.failures += not right
        shown = errors.replace(f"{self.folder}/", "").replace("\n", "<br>")
        print(f"| {'' if right else 'WRONG: '}{what} | {found} | {shown} |", flush=True)

    def run(self, address: str, name: str, *options: str, text: Path | None = None) -> Run:
        """Start a run with short shards."""
        return Run(self.folder, address, text or self.text, name, "--shard-lines", "40", *options)

    def node_that_kills(self) -> None:
        """Have a node whose workers all die."""
        with cluster({}, self.nodes.hook("killer", "True")) as address:
            said = [f"left out, as 3 workers died or failed there one after another: {NODE}"]
            self.row("a node kills every worker", self.run(address, "killer.txt"), 0, said)

    def node_without_memory(self) -> None:
        """Have a node that fails at everything, without dying."""
        act = "from jisr.errors import EngineError; raise EngineError('not enough memory')"
        with cluster({}, self.nodes.hook("small", "True", act)) as address:
            said = [f"one after another: {NODE}", "had to be handed out again"]
            self.row("a node has too little memory for the model", self.run(address, "small.txt"), 0, said)

    def poison(self) -> None:
        """Have a line that kills its worker, whoever has it, and mend it."""
        hook = self.nodes.hook("poison", f"{POISON!r}.encode() in item.block.data")
        lines = self.text.read_bytes().split(b"\n")
        poisoned = self.folder / "poison.txt"
        poisoned.write_bytes(b"\n".join([*lines[:90], POISON.encode(), *lines[91:]]))
        with cluster(hook, hook) as address:
            said = ["poison.txt:91: no worker survives it"]
            run = self.run(address, "p.txt", text=poisoned)
            self.row("a line kills every worker that gets it", run, 1, said, same=False)
            kept = len(list(run.store.glob("[0-9a-f]*")))
            poisoned.write_bytes(self.text.read_bytes())
            started = time.monotonic()
            self.row(f"it is mended: {kept} results were kept", self.run(address, "p.txt", text=poisoned), 0, [])
            print(f"  ({time.monotonic() - started:.1f} s)")

    def stopped_worker(self, address: str) -> None:
        """Have a worker hang."""
        run = self.run(address, "slow.txt")
        run.wait_for_shards(3)
        stopped = ray_workers()[:1]
        for each in stopped:
            os.kill(each, signal.SIGSTOP)
        self.row("a worker hangs", run, 0, [])
        time.sleep(3)
        self.say("no worker of it is left", not ray_workers())

    def other_processor(self) -> None:
        """Have a node that computes other drafts."""
        with cluster({}, {"ONEDNN_MAX_CPU_ISA": "AVX2"}) as address:
            said = [f"left out, as their processors compute other drafts than those of the others: {NODE}"]
            self.row("the processor of a node computes otherwise", self.run(address, "other.txt"), 0, said)

    def other_version(self) -> None:
        """Have a node with another version of jisr."""
        copy = self.folder / "version"
        shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        init = copy / "jisr" / "__init__.py"
        init.write_text(init.read_text(encoding="utf-8") + '\n__version__ = "0.0.7"\n', encoding="utf-8")
        with cluster({}, {"PYTHONPATH": str(copy)}) as address:
            said = [f"{NODE}: jisr is 0.0.7 there and "]
            self.row("another version on a node", self.run(address, "version.txt"), 2, said, same=False)

    def no_model(self) -> None:
        """Have a node without the model."""
        cache = self.folder / "cache"
        with cluster({}, {"JISR_CACHE": str(cache), "HF_HUB_OFFLINE": "1"}) as address:
            self.row("a node has no conversion of the model", self.run(address, "model.txt"), 0, [])
            self.say("it was sent there", any(cache.rglob("model.bin")))

    def wrong_line(self, address: str) -> None:
        """Have two wrong lines in different shards."""
        table = self.folder / "wrong.jsonl"
        rows = [f'{{"text": "{ARABIC[number % 5].format(number)}"}}' for number in range(400)]
        rows[300], rows[210] = "[]", "{wrong"
        table.write_text("\n".join(rows), encoding="utf-8")
        run = self.run(address, "w.jsonl", text=table)
        self.row("lines 211 and 301 are wrong", run, 2, ["wrong.jsonl:211: "], same=False)

    def full_store(self, address: str) -> None:
        """Have a full disk, and make it larger."""
        disk = self.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], check=False).returncode:
            print("| (a small disk cannot be mounted here) | | |")
            return
        try:
            run = self.run(address, "disk/full.txt")
            self.row("the disk of the shards is full", run, 1, ["No space left on device"], same=False)
            kept = len(list(run.store.glob("[0-9a-f]*")))
            subprocess.run(["mount", "-o", "remount,size=10m", disk], check=True)
            self.row(f"it is larger: {kept} results were kept", self.run(address, "disk/full.txt"), 0, [])
        finally:
            subprocess.run(["umount", disk], check=False)

    def lost_store(self, address: str) -> None:
        """Delete the folder of shards."""
        run = self.run(address, "gone.txt")
        run.wait_for_shards(3)
        shutil.rmtree(run.store)
        self.row("the folder of shards is deleted", run, 1, ["gone.txt.shards"], same=False)

    def interrupted(self, address: str) -> None:
        """Press Ctrl-C."""
        run = self.run(address, "c.txt")
        run.wait_for_shards(3)
        started = time.monotonic()
        run.process.send_signal(signal.SIGINT)
        self.row("Ctrl-C", run, 130, ["jisr: interrupted"], same=False)
        self.say("within 5 s", time.monotonic() - started < 5)
        time.sleep(3)
        self.say("no worker of it is left", not ray_workers())

    def two_drivers(self, address: str) -> None:
        """Give two runs one output."""
        run = self.run(address, "two.txt")
        run.wait_for_shards(1)
        said = ["two.txt.shards: another run is at work there"]
        second = self.run(address, "two.txt")
        code, errors = second.end()
        self.say(f"two drivers, one output: the second says {code}, {errors}", code == 1 and said[0] in errors)
        self.row("the first of them", run, 0, [])

    def dead_cluster(self, address: str) -> None:
        """Stop the whole cluster, and look for one where there is none."""
        run = self.run(address, "dead.txt")
        run.wait_for_shards(3)
        for each in (HEAD, NODE):
            for process in [
                *processes("gcs/gcs_server", f"address={each}"),
                *processes("raylet/raylet", f"address={each}"),
            ]:
                os.kill(process, signal.SIGKILL)
        self.row("the whole cluster is stopped", run, 1, [address], same=False)
        started = time.monotonic()
        self.row("no cluster at the address", self.run(DEAD, "none.txt"), 2, [DEAD], same=False)
        self.say("within 5 s", time.monotonic() - started < 5)

    def say(self, what: str, right: bool) -> None:
        """Print a line beside the rows."""
        self.failures += not right
        print(f"  ({'' if right else 'WRONG: not '}{what.replace(f'{self.folder}/', '')})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=400)
    parser.add_argument("--only", nargs="*", metavar="NAME", help="Names of failures, as those of the methods.")
    wanted = parser.parse_args()
    with ExitStack() as stack:
        provoked = Provoked(Path(stack.enter_context(tempfile.TemporaryDirectory())), wanted.lines)
        nodes_of_their_own = (
            provoked.node_that_kills,
            provoked.node_without_memory,
            provoked.poison,
            provoked.other_processor,
            provoked.other_version,
            provoked.no_model,
        )
        on_usual_nodes = (
            provoked.wrong_line,
            provoked.full_store,
            provoked.lost_store,
            provoked.interrupted,
            provoked.two_drivers,
            provoked.stopped_worker,
            provoked.dead_cluster,
        )
        print("| what happens | exit code | standard error |\n| --- | --- | --- |")
        for method in nodes_of_their_own:
            if not wanted.only or method.__name__ in wanted.only:
                method()
        usual = [method for method in on_usual_nodes if not wanted.only or method.__name__ in wanted.only]
        if usual:
            address = stack.enter_context(cluster())
            for each in usual:
                each(address)
    raise SystemExit(provoked.failures > 0)


if __name__ == "__main__":
    main()
