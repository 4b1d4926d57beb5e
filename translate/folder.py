"""A folder of files in, a folder of translations out."""

import hashlib
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from jisr.errors import InputError
from jisr.journal import Journal, digest
from jisr.output import writing
from jisr.progress import Progress
from jisr.translate.documents import KINDS
from jisr.translate.job import Job, Summary, run
from jisr.translate.translator import Translator

__all__ = ["jobs_in", "run_folder"]

RECORD = ".jisr.journal"
"""The name of the record of finished files in the output folder."""


def jobs_in(job: Job) -> list[Job]:
    """Give a job for each file in a folder and the folders in it, in the order of their names.

    :param job: its source and output are folders.
    :raises InputError: if the folder holds no file that can be translated.
    """
    source, output = Path(job.source), Path(job.output)
    files = sorted(
        path.relative_to(source)
        for path in source.rglob("*")
        if path.suffix.lower() in KINDS and path.is_file() and not path.is_relative_to(output)
    )
    if not files:
        raise InputError(f"{source}: no {', '.join(KINDS)} file in this folder")
    return [
        replace(job, source=str(source / name), output=str(output / named(name, bilingual=job.bilingual)))
        for name in files
    ]


def named(name: Path, *, bilingual: bool) -> Path:
    """Name the output for an input: the same name, or one that can hold pairs."""
    return name.with_name(name.name + ".tsv") if bilingual and name.suffix.lower() == ".txt" else name


def run_folder(job: Job, translator: Translator, *, progress: Progress | None = None) -> Summary:
    """Translate each file of a folder.

    A record in the output folder holds what is finished, by content: a run that was killed goes on with the
    file it was in. It is gone when the folder is done.

    :raises InputError: as :func:`jisr.translate.job.run`.
    :raises OutputError: likewise.
    """
    if job.report:
        raise InputError("--report is for one file at a time; a folder has many")
    jobs = jobs_in(job)
    summary = Summary()
    with writing(Path(job.output)):
        Path(job.output).mkdir(exist_ok=True)
    with Journal(Path(job.output) / RECORD) as journal:
        for each in jobs:
            summary.merge(run_recorded(each, translator, journal, progress))
    return summary


def run_recorded(job: Job, translator: Translator, journal: Journal, progress: Progress | None) -> Summary:
    """Do one job unless the journal says that it is done and its output still stands."""
    output = Path(job.output)
    with writing(output):
        output.parent.mkdir(parents=True, exist_ok=True)
    settings = map(str, [*asdict(job).values(), *translator.record().items()])
    key = digest(hash_of(Path(job.source)), *settings)

    def work() -> dict[str, Any]:
        return asdict(run(job, translator, progress=progress)) | {"output": hash_of(output)}

    done = journal.do(key, work)
    if not output.is_file() or hash_of(output) != done["output"]:
        done = work()
    counts = {name: value for name, value in done.items() if name not in {"output", "notes"}}
    return Summary(notes=Counter(done["notes"]), **counts)


def hash_of(path: Path) -> str:
    """Hash the content of a file.

    :raises InputError: if it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
