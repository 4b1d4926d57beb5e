"""The texts that a call of ``jisr score`` names: systems, references, source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jisr.errors import InputError
from jisr.eval.columns import file_of, name_of, read_column
from jisr.lines import STDIO

__all__ = ["EvaluationTexts", "read_texts"]


@dataclass(frozen=True, slots=True)
class EvaluationTexts:
    """What is scored.

    :param systems: the lines of each system, by its name.
    :param references: the reference texts.
    :param source: the source, where it was named.
    """

    systems: Mapping[str, Sequence[str]]
    references: Sequence[Sequence[str | None]]
    source: Sequence[str] | None


def read_texts(
    hypotheses: Sequence[str], references: Sequence[str], source: str | None, outputs: Sequence[str] = ()
) -> EvaluationTexts:
    """Read all texts.

    :param hypotheses: files, each perhaps with ``NAME=`` before it and a column behind it.
    :param outputs: files that will be written, none of which may be read.
    :raises InputError: if a file cannot be read, or would be written over, or two systems have one name.
    """
    if [*hypotheses, *references, source].count(STDIO) > 1:
        raise InputError("standard input holds one text; name files for the others")
    named: dict[str, str] = {}
    for given in hypotheses:
        name, equals, path = given.partition("=")
        if not (equals and name and path) or Path(given).exists():
            name, path = name_of(given), given
        if name in named:
            raise InputError(
                f"two systems are called {name}: {named[name]} and {path}; name one of them: NAME={path}"
            )
        named[name] = path
    read = [Path(file_of(given)) for given in [*named.values(), *references, source] if given is not None]
    for output in outputs:
        if Path(output).exists() and any(each.exists() and each.samefile(output) for each in read):
            raise InputError(f"{output}: is read here; name another file to write")
    systems = {name: whole(path, read_column(path)) for name, path in named.items()}
    return EvaluationTexts(
        systems,
        [read_column(path) for path in references],
        whole(source, read_column(source, side=0)) if source is not None else None,
    )


def whole(path: str, lines: Sequence[str | None]) -> list[str]:
    """See that no line is missing, as only one of a reference may be.

    :raises InputError: if one is.
    """
    texts = [line for line in lines if line is not None]
    if len(texts) < len(lines):
        raise InputError(f"{path}:{lines.index(None) + 1}: null, where a text is wanted")
    return texts
