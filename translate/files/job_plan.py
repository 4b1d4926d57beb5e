"""Jobs by the handful: several files, or a folder of them, each to a file of its own."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from os.path import exists, isdir  # pathlib's raise where a name is too long or a folder closed
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jisr.errors import InputError, OutputError
from jisr.lines import STDIO
from jisr.progress import Progress
from jisr.storage.journal import Journal, digest
from jisr.storage.output import check_place, writing
from jisr.translate.files.file_job import FileJob, Summary, check, run
from jisr.translate.files.line_formats import SUFFIXES

if TYPE_CHECKING:
    from jisr.translate.translator import Translator

__all__ = ["plan", "run_all"]

RECORD = ".jisr.journal"
"""The name of the record of finished files in the output folder."""


def plan(sources: Sequence[str], options: FileJob) -> list[FileJob]:
    """Give a job for each input, and find now what could be found wrong only after a model was loaded.

    :param sources: files, folders, or ``-``.
    :param options: what the jobs have in common; its output is a folder if there are several inputs.
    :raises InputError: if an input is missing or wrong, or two would have the same output.
    :raises OutputError: if an output cannot be written.
    """
    folders = [source for source in sources if isdir(source)]  # noqa: PTH112
    files = [(source, Path(source).name) for source in sources if source not in folders]
    inside = [(str(path), name) for source in folders for path, name in files_in(source, options)]
    if len(files) == 1 and not inside:
        jobs = [replace(options, source=files[0][0])]
        if Path(options.output).is_dir() or options.output.endswith("/"):
            jobs = [replace(jobs[0], output=place(files[0][1], options))]
    else:
        if options.report:
            raise InputError("--report is for one file at a time")
        if exists(options.output) and not isdir(options.output):  # noqa: PTH110, PTH112
            raise InputError(f"{options.output}: not a folder; several inputs need one to go to")
        if inside and options.output == STDIO:
            raise InputError("a folder is translated into another: name it with -o")
        jobs = [
            replace(options, source=source, output=STDIO if options.output == STDIO else place(name, options))
            for source, name in files + inside
        ]
    twice = [
        name for name, count in Counter(job.output for job in jobs).items() if count > 1 and name != STDIO
    ]
    if twice:
        raise InputError(f"{twice[0]}: two inputs would be written there; translate them one at a time")
    for job in jobs:
        check(job)
        if job.output == options.output:
            check_place(job.output)
        else:
            check_room(Path(job.output))
    if len(jobs) > 1 and options.output != STDIO:
        check_room(Path(options.output, RECORD))
    if options.report:
        check_place(options.report)
    return jobs


def files_in(folder: str, options: FileJob) -> list[tuple[Path, str]]:
    """Give each file in a folder and in those below, with its name from there, in the order of names."""
    output = Path(options.output).resolve()
    found = sorted(
        path
        for path in Path(folder).rglob("*")
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.resolve().is_relative_to(output)
    )
    if not found:
        raise InputError(f"{folder}: no {', '.join(SUFFIXES)} file in this folder")
    return [(path, str(path.relative_to(folder))) for path in found]


def place(name: str, options: FileJob) -> str:
    """Name the output for an input: the same name, or one that can hold pairs.

    :raises InputError: if the input has no name.
    """
    if name == STDIO:
        raise InputError(
            f"-: has no name to have in the folder {options.output}; translate it alone, to a file"
        )
    if options.bilingual and Path(name).suffix.lower() not in {".tsv", ".jsonl"}:
        name += ".tsv"
    return str(Path(options.output) / name)


def run_all(
    jobs: Sequence[FileJob], options: FileJob, translator: "Translator", progress: Progress | None = None
) -> Summary:
    """Do the jobs of a plan.

    Where outputs go to a folder, a record in it holds what is finished, by content: a run that was killed
    goes on with the file it was in. The record is gone when all is done.

    :raises InputError: as :func:`jisr.translate.files.file_job.run`.
    :raises OutputError: likewise.
    """
    summary = Summary()
    if options.output == STDIO or len(jobs) == 1:
        for job in jobs:
            if job.output != options.output:
                make_room(job)
            summary.merge(run(job, translator, progress=progress))
        return summary
    folder = Path(options.output)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with Journal(folder / RECORD) as journal:
        for job in jobs:
            summary.merge(run_recorded(job, translator, journal, progress))
    return summary


def check_room(output: Path) -> None:
    """Find out whether a file could be written in a folder that is made for it where it is missing.

    :raises OutputError: if it could not.
    """
    folder = next(each for each in output.parents if each.exists())
    if not folder.is_dir():
        raise OutputError(f"{output}: cannot be written: {folder} is a file, not a folder")
    check_place(output if folder == output.parent else folder / RECORD)


def make_room(job: FileJob) -> None:
    """Make the folder that a job writes to."""
    output = Path(job.output)
    with writing(output):
        output.parent.mkdir(parents=True, exist_ok=True)


def run_recorded(
    job: FileJob, translator: "Translator", journal: Journal, progress: Progress | None
) -> Summary:
    """Do one job unless the journal says that it is done and its output still stands."""
    make_room(job)
    output = Path(job.output)
    settings = map(str, [*asdict(job).values(), *translator.record().items()])
    key = digest(hash_of(Path(job.source)), *settings)

    def work() -> dict[str, Any]:
        made = run(job, translator, progress=progress)
        # Not by asdict: until Python 3.12 it makes a counter of pairs of a counter.
        counts = {each.name: getattr(made, each.name) for each in fields(made)}
        return counts | {"output": hash_of(output)}

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
