"""The command ``train``: it parses arguments, calls the library and prints results."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jisr.commands.console import log
from jisr.commands.from_options import checked, with_options
from jisr.errors import InputError
from jisr.progress import Progress
from jisr.train.settings import SIZE, WEIGHT, TrainingOptions

if TYPE_CHECKING:
    from jisr.train.validation import DevScores

__all__ = ["register"]

Corpora = Annotated[
    list[str],
    typer.Argument(
        metavar="CORPUS...", help="Files: .tsv, .jsonl, .tmx, .parquet, or two by two the sides of a corpus."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("train")(train_command)


@with_options
def train_command(
    corpora: Corpora,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the model; it must not be there yet.")],
    weight: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SOURCE=W", help="Read a file or an origin W times as often; 0 leaves it out. Repeatable."
        ),
    ] = None,
    size: Annotated[
        str, typer.Option(help="Size of a new model: tiny (6 M weights), small (27 M) or base (60 M).")
    ] = "tiny",
    vocab: Annotated[
        int | None, typer.Option(help="Pieces of a new model's vocabulary.", callback=checked(SIZE))
    ] = None,
    encoder_layers: Annotated[
        int | None, typer.Option(help="Encoder layers of a new model.", callback=checked(SIZE))
    ] = None,
    decoder_layers: Annotated[
        int | None, typer.Option(help="Decoder layers of a new model.", callback=checked(SIZE))
    ] = None,
    width: Annotated[
        int | None, typer.Option(help="Width of a new model's embeddings.", callback=checked(SIZE))
    ] = None,
    feed_forward: Annotated[
        int | None, typer.Option(help="Inner width of a new model's layers.", callback=checked(SIZE))
    ] = None,
    heads: Annotated[
        int | None, typer.Option(help="Attention heads of a new model's layers.", callback=checked(SIZE))
    ] = None,
    *,
    complete: partial[TrainingOptions],
) -> None:
    """Train a Marian model, from nothing or from another model.

    A killed run goes on where it was when the same command is given again. Several GPUs: accelerate launch -m jisr.

    Example: jisr train ours.tsv --from builtin --dev dev.tsv -o our-model
    """
    from jisr.train import network_size
    from jisr.train import train as train_model

    options = complete(
        corpora=tuple(corpora),
        output=output,
        weights=tuple(map(parse_weight, weight or ())),
        size=network_size(
            size,
            vocab=vocab,
            encoder_layers=encoder_layers,
            decoder_layers=decoder_layers,
            width=width,
            feed_forward=feed_forward,
            heads=heads,
        ),
    )
    with ProgressReport() as report:
        result = train_model(options, report)
    if result is not None:
        log(f"{result.folder}: the weights of step {', '.join(map(str, result.chosen.steps))}")
        log(f"check in both engines: {result.verified}")


class ProgressReport(Progress):
    """Progress of a training: a line for each validation, and a bar between them."""

    def __init__(self) -> None:
        super().__init__("training", 100, "%")
        self.scores = ""

    def check(self, check: "DevScores") -> None:
        """Print the scores of a validation."""
        loss = "" if check.loss is None else f", loss {check.loss:.3f}, {check.speed:,.0f} tokens/s"
        self.scores = "" if check.chrf is None else f", chrF {check.chrf:.1f}, BLEU {check.bleu:.1f}"
        log(f"step {check.step:,}, {check.seconds / 60:.1f} min{loss}{self.scores}")

    def progress(self, share: float, loss: float, speed: float) -> None:
        """Advance the bar, and show the loss, the speed and the last scores beside it."""
        self.describe(f"training, loss {loss:.3f}, {speed:,.0f} tokens/s{self.scores}")
        self.advance(int(100 * share) - self.done)


def parse_weight(text: str) -> tuple[str, float]:
    """Return the name and the weight in ``SOURCE=W``.

    :raises InputError: if W is not a number, or out of its range.
    """
    name, _, number = text.rpartition("=")
    try:
        weight = float(number)
    except ValueError:
        raise InputError(f"--weight {text}: must be SOURCE=W, for instance news=2") from None
    if problem := WEIGHT.problem(f"--weight {text}: the weight", weight):
        raise InputError(problem)
    return name, weight
