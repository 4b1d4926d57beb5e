"""The commands of this room: parse, call, print."""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Annotated

import typer

from jisr.lines import STDIO, Line, open_input, read_lines
from jisr.output import Output
from jisr.translate.paragraphs import unwrap
from jisr.translate.segment import Language, Sentence, split

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the root."""
    app.command()(segment)


def segment(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The text; - is standard input.")] = STDIO,
    lang: Annotated[Language, typer.Option(help="The language of the text.")] = Language.AR,
    paragraphs: Annotated[
        bool, typer.Option("--paragraphs", help="Join the lines of a paragraph first; a blank line ends one.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line: line, start, end, text.")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(help="The encoding of the text, if it is not UTF-8: cp1256, utf-16-le, ...")
    ] = None,
) -> None:
    """Cut a text into sentences, one a line, with an empty line after each line of the text.

    With --json nothing is stripped: start and end count characters from the start of the line (with
    --paragraphs, of the joined paragraph, and line is its first), and the texts of a line, joined, are
    the line.

    Example: jisr segment article.txt --json
    """
    damaged = 0

    def texts(lines: Iterable[Line]) -> Iterator[str]:
        nonlocal damaged
        for line in lines:
            damaged += line.damaged
            yield line.text

    with open_input(file) as stream, Output(STDIO) as out:
        lines = texts(read_lines(stream, file, encoding=encoding))
        units = ((p.text, p.line) for p in unwrap(lines)) if paragraphs else zip(lines, count(1))
        for text, number in units:
            sentences = split(text, lang, number)
            out.write(as_objects(sentences) if as_json else as_lines(sentences))
            out.flush()
    if damaged:
        held = "1 line" if damaged == 1 else f"{damaged} lines"
        print(f"jisr: {file}: {held} held bytes that do not decode; each became U+FFFD", file=sys.stderr)


def as_lines(sentences: list[Sentence]) -> str:
    """Write sentences one a line, stripped, and an empty line."""
    stripped = (sentence.text.strip() for sentence in sentences)
    return "".join(f"{text}\n" for text in stripped if text) + "\n"


def as_objects(sentences: list[Sentence]) -> str:
    """Write sentences as JSON objects, one a line."""
    return "".join(
        json.dumps({"line": s.line, "start": s.start, "end": s.end, "text": s.text}, ensure_ascii=False)
        + "\n"
        for s in sentences
    )
