"""Reading the texts of an evaluation: systems, references and source, each from a file or a column of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from os.path import exists, isfile  # those of pathlib raise if a name is too long

from jisr.corpora.formats.corpus_files import read_pairs
from jisr.errors import InputError
from jisr.lines import STDIO
from jisr.tables import TABLE_SUFFIXES, Column, read_column, utf8_lines

__all__ = ["EvaluationTexts", "read_lines_of", "read_texts", "text_files"]

PAIR_SIDES = ("source", "target")
TMX_LANGUAGES = ("ar", "en")


@dataclass(frozen=True, slots=True)
class EvaluationTexts:
    """The texts of an evaluation.

    :param systems: lines of each system, by its name.
    :param references: lines of each reference text; None where it has none.
    :param source: lines of the source; None if it was not named.
    """

    systems: Mapping[str, Sequence[str]]
    references: Sequence[Sequence[str | None]]
    source: Sequence[str] | None


def read_texts(hypotheses: Sequence[str], references: Sequence[str], source: str | None) -> EvaluationTexts:
    """Return all texts of an evaluation.

    :param hypotheses: files of the systems, each optionally with ``NAME=`` before it and a column after it.
    :param references: files of the references, each optionally with a column after it.
    :param source: file of the source, likewise.
    :raises InputError: if a file cannot be read, or if two systems have the same name.
    """
    if [*hypotheses, *references, source].count(STDIO) > 1:
        raise InputError("standard input holds one text; name files for the others")
    named: dict[str, str] = {}
    for given in hypotheses:
        name, path = named_text(given)
        if name in named:
            raise InputError(f"two systems are called {name}: {named[name]} and {path}; name one of them: NAME={path}")
        named[name] = path
    systems = {name: without_gaps(path, read_lines_of(path)) for name, path in named.items()}
    return EvaluationTexts(
        systems,
        [read_lines_of(path) for path in references],
        without_gaps(source, read_lines_of(source, side=0)) if source is not None else None,
    )


def text_files(hypotheses: Sequence[str], references: Sequence[str], source: str | None) -> list[str]:
    """Return the files of the texts of an evaluation, whose names and columns are as in :func:`read_texts`."""
    given = [*(named_text(each)[1] for each in hypotheses), *references, *([] if source is None else [source])]
    return [Column.parse(each).path for each in given]


def named_text(given: str) -> tuple[str, str]:
    """Return the name of a system and its file, with an optional column, from ``NAME=FILE`` or ``FILE``."""
    name, equals, path = given.partition("=")
    if not (equals and name and path) or exists(given):  # noqa: PTH110
        return Column.parse(given).label, given
    return name, path


def without_gaps(path: str, lines: Sequence[str | None]) -> list[str]:
    """Return the lines of a text that may not lack any, unlike a reference.

    :raises InputError: if a line is missing.
    """
    texts = [line for line in lines if line is not None]
    if len(texts) < len(lines):
        raise InputError(f"{path}:{lines.index(None) + 1}: null, where a text is wanted")
    return texts


def read_lines_of(name: str, *, side: int = 1) -> list[str | None]:
    """Return all lines of a text: a plain file, a column of a table, or one language of a TMX file.

    :param name: a file or ``-``, optionally with a column: ``out.tsv:3``, ``out.jsonl:hypothesis``, ``memory.tmx:en``.
    :param side: side that is read if no column is named: 0 for the source, 1 for the target.
    :return: the lines; None where JSONL or Parquet has null.
    :raises InputError: if there is no such file or column, if it is not text, or if it has no lines.
    """
    column = Column.parse(name)
    lines: Iterable[str | None]
    if column.suffix in TABLE_SUFFIXES:
        lines = read_column(column, str(side + 1) if column.suffix == ".tsv" else PAIR_SIDES[side])
    elif column.suffix == ".tmx":
        language = column.name or TMX_LANGUAGES[side]
        if language not in TMX_LANGUAGES:
            raise InputError(f"{column.path}: no column {language!r}; a TMX has {', '.join(TMX_LANGUAGES)}")
        lines = (pair.source if language == TMX_LANGUAGES[0] else pair.target for pair in read_pairs(column.path))
    elif column.name is not None and column.path != STDIO and not isfile(column.path):  # noqa: PTH113
        raise InputError(f"{name}: no such file")
    elif column.name is not None:
        raise InputError(f"{name}: a plain text has no column {column.name!r}; {', '.join(TABLE_SUFFIXES)}, .tmx have")
    else:
        lines = (line.text for line in utf8_lines(column.path))
    result = list(lines)
    if not result:
        raise InputError(f"{name}: is empty")
    return result
