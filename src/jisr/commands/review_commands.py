"""The command ``review``: it puts what a person has edited in a review file back into the document."""

from typing import Annotated

import typer

from jisr.commands.console import log

__all__ = ["register"]

review = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


@review.callback()
def review_callback() -> None:
    """Put edits of a review file back into the document.

    Example: jisr review apply report.xliff
    """


@review.command("apply")
def apply_command(
    file: Annotated[str, typer.Argument(metavar="REVIEWFILE", help="Made by translate --review, then edited.")],
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="PATH", help="Output file. Default: that of the draft.")
    ] = None,
    original: Annotated[
        str | None, typer.Option(metavar="FILE", help="The document that was translated, if it was moved.")
    ] = None,
) -> None:
    """Write the document again, from its original and the edited English of a review file.

    Nothing is written if the original has changed, if a row is missing, or if the codes of a row are not those of its
    source, each once.

    Example: jisr review apply report.xliff -o report.en.docx
    """
    from jisr.translate.review.apply import apply_review

    written, rows = apply_review(file, output, original)
    log(f"jisr: {rows:,} rows written to {written}")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.add_typer(review, name="review")
