"""Runs of models on test sets by a pool of workers, one run a task."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from jisr.cluster.cluster_options import ClusterOptions, check_cluster, open_pool
from jisr.cluster.run_shards import run_shards
from jisr.cluster.shard import Shard, ShardResult
from jisr.cluster.shard_store import StoredWork, store_beside
from jisr.eval.bench.model_run import PACKAGES, BenchModel, keep_run, run_model, run_path
from jisr.progress import Progress
from jisr.storage.output import writing
from jisr.translate.engines.engine import Decoding

__all__ = ["BenchCell", "run_cells"]


@dataclass(frozen=True, slots=True)
class BenchCell:
    """A model and a test set.

    :param testset: name of the test set.
    :param sources: its sources.
    """

    model: BenchModel
    testset: str
    sources: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name of the cell in messages."""
        return f"{self.model.name} on {self.testset}"


class BenchWork:
    """Runs of models in a worker; each has a process of its own.

    :param folder: folder in which runs are kept, on a disk that all share or on that of each machine.
    """

    def __init__(self, decoding: Decoding, trim: str, folder: Path) -> None:
        self.decoding = decoding
        self.trim = trim
        self.folder = folder

    def describe(self) -> dict[str, str]:
        """Return the versions that decide the drafts."""
        return {package: version(package) for package in PACKAGES.values()}

    def __call__(self, item: BenchCell) -> ShardResult:
        """Return the run of a cell.

        :raises JisrError: as :func:`run_model`.
        """
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        made = run_model(item.model, item.sources, self.decoding, self.folder, self.trim, threads=1)
        return ShardResult(asdict(made))


def run_cells(
    cells: Sequence[BenchCell],
    decoding: Decoding,
    trim: str,
    folder: Path,
    cluster: ClusterOptions,
    log: Callable[[str], None],
) -> None:
    """Have the runs made that are not in a folder, and keep them there.

    :param log: called with the name of each run that is done.
    :raises JisrError: as :func:`run_model`; or if no worker can be had or survives.
    """
    check_cluster(cluster, lines=False)
    missing = [cell for cell in cells if not run_path(cell.model, cell.sources, decoding, folder, trim).is_file()]
    if not missing:
        return
    log(f"{len(missing)} of {len(cells)} runs are to be made")
    with ExitStack() as stack:
        store = stack.enter_context(store_beside(None))  # runs are kept in the folder of the bench
        pool = stack.enter_context(open_pool(cluster, StoredWork(BenchWork(decoding, trim, folder.absolute()), store)))
        pool.describe()

        def shards() -> Iterator[Shard]:
            for cell in missing:
                path = run_path(cell.model, cell.sources, decoding, folder, trim)
                yield Shard(0, cell.name, 1, False, path.stem, cell)

        results = run_shards(shards(), pool, store, lambda _shard: (), Progress(""))
        for cell, (_, result) in zip(missing, results, strict=True):
            keep_run(run_path(cell.model, cell.sources, decoding, folder, trim), result.values)
            log(cell.name)
