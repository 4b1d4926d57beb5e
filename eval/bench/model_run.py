"""Running one model on one test set, in a separate process so that its peak memory can be measured.

The run is kept in a file named by the hash of all that determines it, so that it is made only once. While it is
made, a journal (:mod:`jisr.storage.journal`) holds each finished batch, from which a killed run is resumed. The process
ends with the process that started it.
"""

import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from jisr.errors import InputError, JisrError
from jisr.storage.journal import JOURNAL_SUFFIX, Journal, digest
from jisr.storage.lock import lock
from jisr.storage.output import Output, writing
from jisr.translate.engines.engine import Decoding
from jisr.translate.engines.load_engine import ENGINES
from jisr.translate.models.trimming import LETTERS, Trim

if TYPE_CHECKING:
    from jisr.translate.translator import Translation

__all__ = ["PACKAGES", "BenchModel", "ModelRun", "keep_run", "run_model", "run_path"]

PACKAGES = {"ctranslate2": "ctranslate2", "transformers": "transformers"}
"""Package behind each engine, whose version affects the output too."""

RUN_FORMAT = "3"
"""Version of the file of a run; with a new version, runs are made again."""

BENCH_BATCH = 64
"""Number of sentences in a batch, and so the most that a killed process loses."""


@dataclass(frozen=True, slots=True)
class BenchModel:
    """A model with its engine.

    :param name: its name on the command line.
    :param model: ``builtin``, a folder, or the name of a pulled hub model.
    :param engine: one of :data:`~jisr.translate.engines.load_engine.ENGINES`.
    """

    name: str
    model: str
    engine: str = ENGINES[0]

    @classmethod
    def parse(cls, name: str) -> Self:
        """Return the model that ``MODEL`` or ``MODEL@ENGINE`` names."""
        model, at, engine = name.rpartition("@")
        return cls(name, model, engine) if at and engine in ENGINES else cls(name, name)

    def files(self) -> list[Path]:
        """Return the files of the model.

        :raises ModelError: if there is no such model.
        """
        from jisr.translate.models.lookup import find_model

        model = find_model(self.model)
        return [model.folder / name for name in model.files]

    def key(self, sources: Sequence[str], decoding: Decoding, trim: str = LETTERS) -> str:
        """Return a hash of all that determines this model's translation of the sources.

        :raises InputError: if there is no such level of trimming.
        :raises ModelError: if there is no such model.
        """
        from importlib.metadata import version

        from jisr.translate.models.lookup import find_model

        model = find_model(self.model)
        library = PACKAGES[self.engine]
        engine = (self.engine, version(library), str(Trim.parse(trim)))
        return digest(RUN_FORMAT, model.fingerprint, model.normalize, *engine, decoding.signature(), *sources)


@dataclass(frozen=True, slots=True)
class ModelRun:
    """A model's translation of a test set, with time and memory.

    :param record: all that determines it: model, revision, hash, engine, decoding, normalisation.
    :param hypotheses: the translation of each line.
    :param confidences: mean log-probability of a piece for each line; None if nothing was decoded.
    :param estimates: expected chrF2 of each line, the mean of its sentences; None if nothing was decoded.
    :param seconds: decoding time, summed over interrupted runs.
    :param memory: peak memory of the process, in bytes.
    """

    record: dict[str, Any]
    hypotheses: tuple[str, ...]
    confidences: tuple[float | None, ...]
    estimates: tuple[float | None, ...]
    seconds: float
    memory: int


def run_path(
    contestant: BenchModel, sources: Sequence[str], decoding: Decoding, folder: Path, trim: str = LETTERS
) -> Path:
    """Return the path of the file in which a run is kept; the parameters are those of :func:`run_model`.

    :raises ModelError: if there is no such model.
    """
    return folder / f"{contestant.key(sources, decoding, trim)}.json"


def keep_run(path: Path, record: Mapping[str, Any]) -> None:
    """Write a run to a file, unless it is there.

    :param record: the fields of a :class:`ModelRun`, as values for JSON.
    :raises OutputError: if it cannot be written.
    """
    if not path.is_file():
        with Output(path) as output:
            output.write(json.dumps(record, ensure_ascii=False) + "\n")


def run_model(
    contestant: BenchModel,
    sources: Sequence[str],
    decoding: Decoding,
    folder: Path,
    trim: str = LETTERS,
    *,
    threads: int = 0,
) -> ModelRun:
    """Return a model's run on a test set, read from the folder if it is there and made otherwise.

    :param folder: folder in which runs are kept, which exists.
    :param trim: level to which the decoder is trimmed, as for :meth:`jisr.translate.Translator.load`.
    :param threads: number of threads; 0 for one on each core.
    :raises InputError: if the process ended early, or the file in the folder is damaged.
    :raises ModelError: if there is no such model, or it does not load.
    :raises EngineError: if decoding fails.
    :raises OutputError: if the folder cannot be written.
    """
    path = run_path(contestant, sources, decoding, folder, trim)
    if not path.is_file():
        run_apart(contestant, list(sources), decoding, path, trim, threads)
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        kept = ModelRun(**record | {name: tuple(record[name]) for name in ("hypotheses", "confidences", "estimates")})
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputError(f"{path}: not what a bench left there ({error}); delete it") from None
    if len(kept.hypotheses) != len(sources):
        raise InputError(f"{path}: {len(kept.hypotheses):,} lines for {len(sources):,}; delete it")
    return kept


def run_apart(
    contestant: BenchModel, sources: list[str], decoding: Decoding, path: Path, trim: str = LETTERS, threads: int = 0
) -> None:
    """Translate a test set in a new process, and write the run to a file.

    :raises InputError: if the process ended early.
    :raises JisrError: if the process reports an error, with the type, message and hint that it had there.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=run_in_process, args=(theirs, contestant, sources, decoding, str(path), trim, threads), daemon=True
    )
    process.start()
    theirs.close()
    try:
        failure = ours.recv()
    except EOFError:
        process.join()
        raise InputError(
            f"{contestant.name}: its process ended with {process.exitcode}; if it was killed for its memory, "
            "the same command goes on where it was"
        ) from None
    except BaseException:
        process.kill()
        raise
    process.join()
    if failure is not None:
        raise failure


def run_in_process(
    pipe: Connection, contestant: BenchModel, sources: list[str], decoding: Decoding, path: str, trim: str, threads: int
) -> None:
    """Translate, and send the parent the error, or None for success."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        translate_testset(contestant, sources, decoding, Path(path), trim, threads)
    except JisrError as error:
        pipe.send(error)
    else:
        pipe.send(None)


def end_with_parent() -> None:
    """End this process when the one that started it has ended, for whatever reason."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def translate_testset(
    contestant: BenchModel, sources: list[str], decoding: Decoding, path: Path, trim: str = LETTERS, threads: int = 0
) -> None:
    """Translate a test set and write the run to a file, unless another process has just done so."""
    from jisr.translate.engines.journal_engine import JournalEngine
    from jisr.translate.translator import Translator

    guard = path.with_suffix(".lock")
    with writing(guard), guard.open("wb") as held:
        lock(held, wait=True)  # the process of a killed run may still be alive for a moment
        if path.is_file():  # and have finished the work
            guard.unlink(missing_ok=True)
            return
        translator = Translator.load(
            contestant.model, engine=contestant.engine, trim=trim, threads=threads, decoding=decoding, batch=BENCH_BATCH
        )
        with Journal(path.with_suffix(JOURNAL_SUFFIX)) as journal:
            worker = translator.recorded(journal)
            drafts = list(worker.translate(sources))
            engine = worker.engine
            run = ModelRun(
                translator.record(),
                tuple(draft.target for draft in drafts),
                tuple(draft.score for draft in drafts),
                tuple(map(expected_line, drafts)),
                round(engine.seconds, 6) if isinstance(engine, JournalEngine) else 0.0,
                peak_memory(),
            )
            keep_run(path, asdict(run))
        guard.unlink()


def expected_line(line: "Translation") -> float | None:
    """Return the expected chrF2 of a translated line; None if nothing was decoded."""
    from jisr.translate.estimation.estimate import ExpectedScore

    expected = ExpectedScore()
    for sentence in line.parts:
        expected.add(sentence.estimate.chrf if sentence.estimate else None, sentence.target)
    return expected.chrf


def peak_memory() -> int:
    """Return the peak memory of this process in bytes.

    On Linux it is read from /proc, because the figure of getrusage includes the memory of the parent process.
    """
    import resource

    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return 1024 * int(status.split("VmHWM:")[1].split()[0])
    except (OSError, IndexError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else 1024 * peak
