"""The command ``inspect``: it shows what of a document would be translated."""

import json
from typing import Annotated

import typer

from jisr.lines import STDIO
from jisr.storage.output import Output

__all__ = ["register"]

CONTROLS = str.maketrans("\t\n", " \N{DOWNWARDS ARROW WITH TIP LEFTWARDS}")


def inspect_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document.")],
    comments: Annotated[bool, typer.Option("--comments", help="Show the comments of a document, too.")] = False,
    encoding: Annotated[
        str | None, typer.Option(help="Encoding of a text document if it is not UTF-8, such as cp1256.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a unit: id, text, codes.")] = False,
) -> None:
    """Show what of a document is translated, and where it is.

    Each line holds the place of a unit and its text, with inline codes as numbered tags.

    Example: jisr inspect report.docx
    """
    from jisr.translate.documents.document import DocumentOptions
    from jisr.translate.documents.kinds import open_document
    from jisr.translate.documents.unit import tagged_text

    document = open_document(file, DocumentOptions(comments=comments, encoding=encoding))
    with Output(STDIO) as out:
        for unit in document.units():
            if as_json:
                codes = [
                    {"offset": offset, "kind": code.kind, "id": code.id, "word": code.word, "data": code.data}
                    for offset, code in unit.codes
                ]
                out.write(json.dumps({"id": unit.id, "text": unit.text, "codes": codes}, ensure_ascii=False) + "\n")
            else:
                shown = tagged_text(unit.text, unit.codes).translate(CONTROLS)
                out.write(f"{unit.id}\t{shown}\n")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("inspect")(inspect_command)
