"""One model on one test set: translated in a process of its own, timed, and kept by content.

A process of its own has a peak of memory that is its own. What it made is kept under the hash of all that decides
it, so it is made once; while it is being made, the journal of translation jobs (:mod:`jisr.storage.journal`) holds each
batch, and a process that was killed goes on from there. It ends when the process that started it does.
"""

import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

from jisr.errors import InputError, JisrError, OutputError
from jisr.storage.journal import JOURNAL_SUFFIX, Journal, digest
from jisr.storage.lock import lock
from jisr.storage.output import Output, writing
from jisr.translate.engines.engine import Decoding
from jisr.translate.engines.load_engine import ENGINES

__all__ = ["BenchModel", "ModelRun", "run_model"]

PACKAGES = {"ctranslate2": "ctranslate2", "transformers": "transformers"}
"""The library under each engine, whose version decides an output too."""

BENCH_BATCH = 64
"""Sentences in a batch, the most that a killed process loses."""


@dataclass(frozen=True, slots=True)
class BenchModel:
    """A model in an engine.

    :param name: what it was called on the command line.
    :param model: ``builtin``, a folder, or the name of a pulled hub model.
    :param engine: one of :data:`~jisr.translate.engines.load_engine.ENGINES`.
    """

    name: str
    model: str
    engine: str = ENGINES[0]

    @classmethod
    def parse(cls, name: str) -> Self:
        """Read ``MODEL`` or ``MODEL@ENGINE``."""
        model, at, engine = name.rpartition("@")
        return cls(name, model, engine) if at and engine in ENGINES else cls(name, name)

    def key(self, sources: Sequence[str], decoding: Decoding) -> str:
        """Hash all that decides what this contestant makes of a text.

        :raises ModelError: if there is no such model.
        """
        from importlib.metadata import version

        from jisr.translate.models.lookup import find_model

        model = find_model(self.model)
        library = PACKAGES[self.engine]
        settings = (model.fingerprint, model.normalize, self.engine, version(library), decoding.signature())
        return digest(*settings, *sources)


@dataclass(frozen=True, slots=True)
class ModelRun:
    """A model's translation of a test set, with time and memory.

    :param record: everything that decides it: model, revision, hash, engine, decoding, normalisation.
    :param hypotheses: a translation for each line.
    :param confidences: mean log-probability of a piece in each; None if nothing was decoded.
    :param seconds: how long decoding took, all interrupted runs together.
    :param memory: the most memory that the process held, in bytes.
    """

    record: dict[str, Any]
    hypotheses: tuple[str, ...]
    confidences: tuple[float | None, ...]
    seconds: float
    memory: int


def run_model(contestant: BenchModel, sources: Sequence[str], decoding: Decoding, folder: Path) -> ModelRun:
    """Return a model's run on a test set, from the folder or by running it.

    :param folder: where outcomes are kept; it exists.
    :raises ModelError: if the model is not here or does not load.
    :raises OutputError: if the folder cannot be written.
    :raises InputError: if the process ended before its work did.
    """
    path = folder / f"{contestant.key(sources, decoding)}.json"
    if not path.is_file():
        run_apart(contestant, list(sources), decoding, path)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        kept = ModelRun(**found | {name: tuple(found[name]) for name in ("hypotheses", "confidences")})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(f"{path}: not what a bench left there ({error}); delete it") from None
    if len(kept.hypotheses) != len(sources):
        raise InputError(f"{path}: {len(kept.hypotheses):,} lines for {len(sources):,}; delete it")
    return kept


def run_apart(contestant: BenchModel, sources: list[str], decoding: Decoding, path: Path) -> None:
    """Translate in a fresh process.

    :raises JisrError: as the process did.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=run_in_process, args=(theirs, contestant, sources, decoding, str(path)), daemon=True
    )
    process.start()
    theirs.close()
    try:
        error = ours.recv()
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
    if error is not None:
        kind, message = error
        raise kind(message)


def run_in_process(pipe: Connection, contestant: BenchModel, sources: list[str], decoding: Decoding, path: str) -> None:
    """Translate, and say at the end what went wrong, or nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        translate_testset(contestant, sources, decoding, Path(path))
    except JisrError as error:
        kind = OutputError if isinstance(error, OutputError) else InputError
        pipe.send((kind, str(error)))
    else:
        pipe.send(None)


def end_with_parent() -> None:
    """End this process when the one that started it has ended, however that came about."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def translate_testset(contestant: BenchModel, sources: list[str], decoding: Decoding, path: Path) -> None:
    """Translate a test set and write the outcome."""
    from jisr.translate.engines.journal_engine import JournalEngine
    from jisr.translate.translator import Translator

    guard = path.with_suffix(".lock")
    with writing(guard), guard.open("wb") as held:
        lock(held, wait=True)  # a process of a run that was killed may have some breaths left
        if path.is_file():  # and they sufficed
            guard.unlink(missing_ok=True)
            return
        translator = Translator.load(contestant.model, engine=contestant.engine, decoding=decoding, batch=BENCH_BATCH)
        with Journal(path.with_suffix(JOURNAL_SUFFIX)) as journal, Output(path) as output:
            worker = translator.recorded(journal)
            found = list(worker.translate(sources))
            engine = worker.engine
            made = ModelRun(
                translator.record(),
                tuple(each.target for each in found),
                tuple(each.score for each in found),
                round(engine.seconds, 6) if isinstance(engine, JournalEngine) else 0.0,
                peak_memory(),
            )
            output.write(json.dumps(asdict(made), ensure_ascii=False) + "\n")
        guard.unlink()


def peak_memory() -> int:
    """Return the peak memory of this process in bytes.

    On Linux from /proc: the figure of getrusage includes what the process that started this one held.
    """
    import resource

    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return 1024 * int(status.split("VmHWM:")[1].split()[0])
    except (OSError, IndexError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else 1024 * peak
