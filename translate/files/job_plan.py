"""Plans of the translation of several files or folders, each file to an output of its own."""

import os
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from os.path import exists, isdir, isfile, islink  # those of pathlib raise if a folder is not accessible
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from jisr.cluster.shard_folder import store_path
from jisr.errors import InputError, JisrWarning, OutputError
from jisr.lines import STDIO
from jisr.progress import Progress
from jisr.storage.compression import is_compressed
from jisr.storage.journal import JOURNAL_SUFFIX, Journal, content_digest, digest, has_shape, is_journal, journal_path
from jisr.storage.output import check_writable, is_stdout, writing
from jisr.storage.output_check import check_outputs
from jisr.storage.url_files import is_url, is_url_folder, join_name, list_folder
from jisr.tables import Column
from jisr.translate.documents.kinds import DOCUMENT_SUFFIXES, document_kind
from jisr.translate.files.document_job import DocumentJob, prepare_document, run_document
from jisr.translate.files.file_job import FileJob, prepare, run_job
from jisr.translate.files.line_formats import TRANSLATABLE_SUFFIXES
from jisr.translate.files.summary import Summary
from jisr.translate.files.translate_options import TranslateOptions

if TYPE_CHECKING:
    from jisr.translate.translator import Translator

__all__ = ["Job", "make_parents", "plan", "run_all", "warn_of_unfinished"]

IN_FOLDERS = (*TRANSLATABLE_SUFFIXES, *DOCUMENT_SUFFIXES)
"""Suffixes of the files that are translated in a folder."""
FOLDER_JOURNAL = f".jisr{JOURNAL_SUFFIX}"
"""Name of the journal of finished files, in the output folder."""


Job: TypeAlias = FileJob | DocumentJob
"""The translation of one input."""


def plan(
    sources: Sequence[str],
    output: str,
    options: TranslateOptions,
    *,
    reads: Sequence[str | Path] = (),
    count: bool = False,
) -> list[Job]:
    """Return a job for each input, after checking everything that can be checked before a model is loaded.

    :param sources: files, each with an optional column (``corpus.tsv:2``), folders, or ``-``; or URLs of them.
    :param output: a file, ``-``, or a folder if there are several inputs; or its URL.
    :param reads: files that are read besides, such as those of the model.
    :param count: whether to count the lines of the inputs, for a progress bar.
    :raises InputError: if an input is missing or wrong, if two would have the same output, or if an output is read.
    :raises OutputError: if an output cannot be written.
    """
    folders = [source for source in sources if (is_url_folder(source) if is_url(source) else isdir(source))]  # noqa: PTH112
    files = [(column, Path(column.path).name) for column in map(Column.parse, sources) if column.path not in folders]
    inside = [(Column(path), name) for source in folders for path, name in files_in(source, output)]
    if len(files) == 1 and not inside:
        into = isdir(output) or output.endswith("/")  # noqa: PTH112
        planned = [(files[0][0], output_name(files[0][1], output, options) if into else output)]
    else:
        if options.report is not None:
            raise InputError("a report is for one file at a time")
        if options.review is not None:
            raise InputError("a review file is of one file at a time")
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
    jobs = [prepare_job(column, path, options, count=count, keep=len(planned) == 1) for column, path in planned]
    check_plan(jobs, output, options, reads)
    for job in jobs:
        if job.output == output:
            check_writable(job.output)
        elif not is_url(output):
            check_parents(Path(job.output))
    if len(jobs) > 1 and output != STDIO and not is_url(output):
        check_parents(Path(output, FOLDER_JOURNAL))
    for path in (options.report, options.review):
        if path is not None:
            check_writable(path)
    return jobs


def prepare_job(column: Column, output: str, options: TranslateOptions, *, count: bool, keep: bool) -> Job:
    """Return the job for an input, which is a document or a file of lines.

    :param keep: whether a document is kept open.
    :raises InputError: as in :func:`prepare` and :func:`prepare_document`.
    """
    if is_url(column.path):
        if Column(column.path).suffix in DOCUMENT_SUFFIXES:
            raise InputError(f"{column.path}: a document is read from a disk; copy it to one")
        return prepare(column, output, options)
    # A pipe can be read only once, and what has no name is lines.
    document = isfile(column.path) and not is_compressed(column.path)  # noqa: PTH113
    if document and document_kind(column.path) is not None:
        return prepare_document(column, output, options, keep=keep)
    return prepare(column, output, options, count=count)


def run(job: Job, translator: "Translator", progress: Progress | None) -> Summary:
    """Run a job and return its numbers."""
    if isinstance(job, DocumentJob):
        return run_document(job, translator, progress=progress)
    return run_job(job, translator, progress=progress)


def check_plan(jobs: Sequence[Job], output: str, options: TranslateOptions, reads: Sequence[str | Path]) -> None:
    """Check that nothing is overwritten that is read.

    :param output: as given to :func:`plan`.
    :param reads: files that are read besides.
    :raises InputError: if an output is read, or is another output.
    """
    files = [job.output for job in jobs if not is_stdout(job.output)]
    several = len(jobs) > 1 and output != STDIO and not is_url(output)
    check_outputs(
        [*files, *([STDIO] if len(files) < len(jobs) else []), options.report, options.review],
        [*(job.source for job in jobs), *reads],
        journals=[*map(journal_path, files), Path(output, FOLDER_JOURNAL) if several else None],
    )


def warn_of_unfinished(jobs: Sequence[Job], output: str, *, shared_out: bool) -> None:
    """Warn of an unfinished run of the other kind, by one process or in shards, from which this one does not go on.

    :param output: as given to :func:`plan`.
    :param shared_out: whether this run is in shards.
    :warns JisrWarning: if there is one.
    """
    several = len(jobs) > 1
    left: Path | None = None
    if shared_out:
        journals = [Path(output, FOLDER_JOURNAL) if several else None, *(journal_path(job.output) for job in jobs)]
        left = next((journal for journal in journals if journal is not None and is_journal(journal)), None)
    elif isinstance(store := store_path(output, several=several), Path) and isdir(store):  # noqa: PTH112
        left = store
    if left is not None:
        kinds = ("in shards", "by one process")
        warnings.warn(
            JisrWarning(
                f"{left}: of an unfinished run {kinds[shared_out]}, from which one {kinds[not shared_out]} does not"
                " go on; finish that one, or delete it"
            ),
            stacklevel=2,
        )


def files_in(folder: str, output: str) -> list[tuple[str, str]]:
    """Return the translatable files in a folder and its subfolders, sorted, each with its path relative to the folder.

    :param output: the output, whose files are left out if it is a folder in this one.
    :raises InputError: if there are none, or if a folder cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise InputError(f"{error.filename}: cannot be read: {error.strerror}")

    if is_url(folder):
        inner = f"{output.rstrip('/')}/"
        named = [(join_name(folder, name), name) for name in list_folder(folder)]
        lines = [
            each for each in named if Column(each[0]).suffix in TRANSLATABLE_SUFFIXES and not each[0].startswith(inner)
        ]
        if not lines:
            raise InputError(f"{folder}: no {', '.join(TRANSLATABLE_SUFFIXES)} file in this folder")
        return sorted(lines)
    paths: list[Path] = []
    for top, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not same_file(Path(top, name), output)]
        paths += [
            path
            for path in (Path(top, name) for name in names)
            # A link to nothing is an input that cannot be read, which is then said.
            if (Column(str(path)).suffix in IN_FOLDERS and (isfile(path) or islink(path)))  # noqa: PTH113, PTH114
            or is_document_by_content(path)
        ]
    if not paths:
        raise InputError(f"{folder}: no {', '.join(TRANSLATABLE_SUFFIXES)} file and no document in this folder")
    return [(str(path), str(path.relative_to(folder))) for path in sorted(paths)]


def is_document_by_content(path: Path) -> bool:
    """Return whether a file is a document of a kind that has no suffix of its own, as Android's ``strings.xml``."""
    if path.suffix.lower() != ".xml" or not isfile(path):  # noqa: PTH113 - as above
        return False
    try:
        return document_kind(str(path)) is not None
    except InputError:
        return False


def same_file(one: Path, other: str) -> bool:
    """Return whether two paths are of the same file or folder, which is there."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def output_name(name: str, output: str, options: TranslateOptions) -> str:
    """Return the path of the output for an input: its name in the output folder, with ``.tsv`` if pairs need it.

    :raises InputError: if the input is ``-``, which has no name.
    """
    if name == STDIO:
        raise InputError(f"-: has no name to have in the folder {output}; translate it alone, to a file")
    if options.bilingual and Column(name).suffix not in {".tsv", ".jsonl"}:
        packed = Path(name).suffix if is_compressed(name) else ""
        name = f"{name.removesuffix(packed)}.tsv{packed}"
    return join_name(output, name)


def run_all(jobs: Sequence[Job], output: str, translator: "Translator", progress: Progress | None = None) -> Summary:
    """Run the jobs of a plan and return their numbers.

    If several outputs go to a folder, a journal in it records the finished files by content, so that a killed run
    resumes with its unfinished file. The journal is deleted at the end.

    :param output: as given to :func:`plan`.
    :raises InputError: as in :func:`jisr.translate.files.file_job.run_job`.
    :raises OutputError: as there.
    """
    summary = Summary()
    if output == STDIO or len(jobs) == 1:
        for job in jobs:
            if job.output != output:
                make_parents(job)
            summary.merge(run(job, translator, progress))
        return summary
    folder = Path(output)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with Journal(folder / FOLDER_JOURNAL) as journal:
        for job in jobs:
            summary.merge(run_recorded(job, translator, journal, progress))
    return summary


def check_parents(output: Path) -> None:
    """Check that a file could be written after its missing folders have been created.

    :raises OutputError: if it could not.
    """
    folder = next(each for each in output.parents if each.exists())
    if not folder.is_dir():
        raise OutputError(f"{output}: cannot be written: {folder} is a file, not a folder")
    check_writable(output if folder == output.parent else folder / FOLDER_JOURNAL)


def make_parents(job: Job) -> None:
    """Create the folder of the output of a job; an object store has none."""
    if is_url(job.output):
        return
    output = Path(job.output)
    with writing(output):
        output.parent.mkdir(parents=True, exist_ok=True)


def run_recorded(job: Job, translator: "Translator", journal: Journal, progress: Progress | None) -> Summary:
    """Run a job and return its numbers, from the journal if it is finished and its output is unchanged."""
    make_parents(job)
    output = Path(job.output)
    settings = map(str, [job.column, job.output, *asdict(job.options).values(), *translator.record().items()])
    key = digest(content_digest(Path(job.source)), *settings)

    def work() -> dict[str, Any]:
        return run(job, translator, progress).record() | {"output": content_digest(output)}

    done = journal.do(key, work, is_file_record)
    if not output.is_file() or content_digest(output) != done["output"]:
        done = work()
    del done["output"]
    return Summary.of(**done)


def is_file_record(recorded: object) -> bool:
    """Return whether a value from the journal has the form of the record of a finished file."""
    counts = dict.fromkeys(("lines", "sentences", "noted"), int)
    counters = dict.fromkeys(("notes", "matches", "terms"), dict[str, int])
    shapes = {**counts, **counters, "expected": tuple[float, int], "output": str}
    return (
        isinstance(recorded, dict)
        and recorded.keys() == shapes.keys()
        and all(has_shape(recorded[name], shape) for name, shape in shapes.items())
    )
