"""The kinds of review files, told by the names of the files, and the writing of one beside a draft."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from jisr.errors import InputError
from jisr.lines import STDIO
from jisr.options import was_set
from jisr.storage.journal import content_digest
from jisr.storage.output import Output, is_stdout, writing
from jisr.tables import Column
from jisr.translate.files.translate_options import TranslateOptions
from jisr.translate.review.row import Original, ReviewReader, ReviewWriter

__all__ = ["READING_OPTIONS", "check_review", "original_of", "reader_for", "review_output"]

REVIEW_KINDS: Final = {
    ".2.xlf": ("xliff:Xliff2Review", "xliff:read_xliff"),
    ".2.xliff": ("xliff:Xliff2Review", "xliff:read_xliff"),
    ".xlf": ("xliff:XliffReview", "xliff:read_xliff"),
    ".xliff": ("xliff:XliffReview", "xliff:read_xliff"),
    ".docx": ("word_table:WordReview", "word_table:read_word"),
    ".tmx": ("tmx:TmxReview", "tmx:read_tmx"),
    ".html": ("page:PageReview", ""),
}
"""Writer and reader of each kind, by the end of the name of the file; the first that fits counts."""
READING_OPTIONS: Final = ("direction", "comments", "encoding", "paragraphs", "strict")
"""Options that decide what is read from the original and how it is written."""


def names_of_kind(path: str) -> tuple[str, str]:
    """Return writer and reader of a review file.

    :raises InputError: if its name tells no kind.
    """
    found = next((names for end, names in REVIEW_KINDS.items() if path.lower().endswith(end)), None)
    if found is None:
        raise InputError(f"{path}: a review file is .xliff or .xlf (.2.xliff for version 2), .docx, .tmx or .html")
    return found


def load(name: str) -> Any:  # noqa: ANN401 - a class or a function
    """Return an object of this folder by its module and name."""
    module, _, what = name.partition(":")
    return getattr(import_module(f"jisr.translate.review.{module}"), what)


def check_review(options: TranslateOptions, path: str) -> None:
    """Check that a file can be reviewed as the options ask, if they do.

    :param path: the input.
    :raises InputError: if it cannot.
    """
    if options.review is None:
        return
    names_of_kind(options.review)
    if options.bilingual:
        raise InputError(f"{options.review}: pairs are a review by themselves; write the draft alone for this one")
    if path == STDIO:
        raise InputError(f"{options.review}: a review needs a file that can be read again, not standard input")


def original_of(column: Column, output: str, options: TranslateOptions) -> Original:
    """Return the record of an input for the review file that the options name."""
    assert options.review is not None
    folder = Path(options.review).resolve().parent
    chosen = {name: getattr(options, name) for name in READING_OPTIONS if was_set(options, name)}
    return Original(
        path=relative(column.path, folder),
        sha256=content_digest(Path(column.path)),
        output=STDIO if is_stdout(output) else relative(output, folder),
        column=column.name or "",
        options=json.dumps(chosen, ensure_ascii=False),
    )


def relative(path: str, folder: Path) -> str:
    """Return a path relative to a folder, with slashes; from another drive as it is."""
    try:
        return Path(os.path.relpath(Path(path).resolve(), folder)).as_posix()
    except ValueError:
        return path


@contextmanager
def review_output(path: str, original: Original) -> Iterator[ReviewWriter]:
    """Open a review file for a ``with`` block, at the end of which it appears.

    :raises OutputError: if it cannot be written.
    """
    with Output(path) as output:
        with writing(output.path):
            writer: ReviewWriter = load(names_of_kind(path)[0])(output.stream, original)
        yield writer
        with writing(output.path):
            writer.close()


def reader_for(path: str) -> ReviewReader:
    """Return the reader of a review file.

    :raises InputError: if it is of no kind that is read.
    """
    name = names_of_kind(path)[1]
    if not name:
        raise InputError(f"{path}: a page is for reading; edits are taken from .xliff, .xlf, .docx and .tmx")
    found: ReviewReader = load(name)
    return found
