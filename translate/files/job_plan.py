"""Several files, or folders of them, each translated to a file of its own."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields
from os.path import exists, isdir  # pathlib's raise where a name is too long or a folder closed
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jisr.errors import InputError, OutputError
from jisr.lines import STDIO
from jisr.progress import Progress
from jisr.storage.journal import JOURNAL_SUFFIX, Journal, digest
from jisr.storage.output import check_writable, writing
from jisr.tables import Column
from jisr.translate.files.file_job import FileJob, Summary, prepare, run_job
from jisr.translate.files.line_formats import TRANSLATABLE_SUFFIXES
from jisr.translate.files.translate_options import TranslateOptions

if TYPE_CHECKING:
    from jisr.translate.translator import Translator

__all__ = ["plan", "run_all"]

FOLDER_JOURNAL = f".jisr{JOURNAL_SUFFIX}"
"""Name of the journal of finished files in the output folder."""


def plan(sources: Sequence[str], output: str, options: TranslateOptions, *, count: bool = False) -> list[FileJob]:
    """Return a job for each input, and find now what would otherwise go wrong after a model was loaded.

    :param sources: files, each perhaps with a column (``corpus.tsv:2``), folders, or ``-``.
    :param output: a file, ``-``, or a folder if there are several inputs.
    :param count: whether the lines of the inputs are counted, for a progress bar.
    :raises InputError: if an input is missing or wrong, or two would have the same output.
    :raises OutputError: if an output cannot be written.
    """
    folders = [source for source in sources if isdir(source)]  # noqa: PTH112
    files = [(column, Path(column.path).name) for column in map(Column.parse, sources) if column.path not in folders]
    inside = [(Column(str(path)), name) for source in folders for path, name in files_in(source, output)]
    if len(files) == 1 and not inside:
        into = Path(output).is_dir() or output.endswith("/")
        planned = [(files[0][0], output_name(files[0][1], output, options) if into else output)]
    else:
        if options.report:
            raise InputError("a report is for one file at a time")
        if exists(output) and not isdir(output):  # noqa: PTH110, PTH112
            raise InputError(f"{output}: not a folder; several inputs need one to go to")
        if inside and output == STDIO:
            raise InputError("a folder is translated into another", hint="name it with -o")
        planned = [
            (column, STDIO if output == STDIO else output_name(name, output, options))
            for column, name in files + inside
        ]
    outputs = Counter(path for _, path in planned if path != STDIO)
    if twice := [path for path, number in outputs.items() if number > 1]:
        raise InputError(f"{twice[0]}: two inputs would be written there; translate them one at a time")
    jobs = [prepare(column, path, options, count=count) for column, path in planned]
    for job in jobs:
        if job.output == output:
            check_writable(job.output)
        else:
            check_parents(Path(job.output))
    if len(jobs) > 1 and output != STDIO:
        check_parents(Path(output, FOLDER_JOURNAL))
    if options.report:
        check_writable(options.report)
    return jobs


def files_in(folder: str, output: str) -> list[tuple[Path, str]]:
    """Return each file in a folder and in those below it, with its name from there, in the order of names."""
    result = Path(output).resolve()
    found = sorted(
        path
        for path in Path(folder).rglob("*")
        if path.suffix.lower() in TRANSLATABLE_SUFFIXES and path.is_file() and not path.resolve().is_relative_to(result)
    )
    if not found:
        raise InputError(f"{folder}: no {', '.join(TRANSLATABLE_SUFFIXES)} file in this folder")
    return [(path, str(path.relative_to(folder))) for path in found]


def output_name(name: str, output: str, options: TranslateOptions) -> str:
    """Return the path of the output for an input: the same name, or one that can hold pairs.

    :raises InputError: if the input has no name.
    """
    if name == STDIO:
        raise InputError(f"-: has no name to have in the folder {output}; translate it alone, to a file")
    if options.bilingual and Path(name).suffix.lower() not in {".tsv", ".jsonl"}:
        name += ".tsv"
    return str(Path(output) / name)


def run_all(
    jobs: Sequence[FileJob], output: str, translator: "Translator", progress: Progress | None = None
) -> Summary:
    """Run the jobs of a plan.

    Where outputs go to a folder, a journal in it records which files are finished, by content: a run that was killed
    goes on with the file it was in. The journal is deleted when all is done.

    :param output: as given to :func:`plan`.
    :raises InputError: as :func:`jisr.translate.files.file_job.run_job`.
    :raises OutputError: likewise.
    """
    summary = Summary()
    if output == STDIO or len(jobs) == 1:
        for job in jobs:
            if job.output != output:
                make_parents(job)
            summary.merge(run_job(job, translator, progress=progress))
        return summary
    folder = Path(output)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with Journal(folder / FOLDER_JOURNAL) as journal:
        for job in jobs:
            summary.merge(run_recorded(job, translator, journal, progress))
    return summary


def check_parents(output: Path) -> None:
    """Check that a file could be written, its folders being made where they are missing.

    :raises OutputError: if it could not.
    """
    folder = next(each for each in output.parents if each.exists())
    if not folder.is_dir():
        raise OutputError(f"{output}: cannot be written: {folder} is a file, not a folder")
    check_writable(output if folder == output.parent else folder / FOLDER_JOURNAL)


def make_parents(job: FileJob) -> None:
    """Create the folder that a job writes to."""
    output = Path(job.output)
    with writing(output):
        output.parent.mkdir(parents=True, exist_ok=True)


def run_recorded(job: FileJob, translator: "Translator", journal: Journal, progress: Progress | None) -> Summary:
    """Run one job unless the journal says that it is finished and its output is as it was."""
    make_parents(job)
    output = Path(job.output)
    settings = map(str, [job.column, job.output, *asdict(job.options).values(), *translator.record().items()])
    key = digest(content_digest(Path(job.source)), *settings)

    def work() -> dict[str, Any]:
        summary = run_job(job, translator, progress=progress)
        # Not by asdict: until Python 3.12 it makes a counter of pairs of a counter.
        counts = {field.name: getattr(summary, field.name) for field in fields(summary)}
        return counts | {"output": content_digest(output)}

    done = journal.do(key, work)
    if not output.is_file() or content_digest(output) != done["output"]:
        done = work()
    counts = {name: value for name, value in done.items() if name not in {"output", "notes"}}
    return Summary(notes=Counter(done["notes"]), **counts)


def content_digest(path: Path) -> str:
    """Return the SHA-256 of a file's content.

    :raises InputError: if it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
