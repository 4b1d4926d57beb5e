"""The command of this room: parse, call, print."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jisr.errors import InputError
from jisr.progress import Progress
from jisr.train.optimizer import OptimizerKind
from jisr.train.schedule import ScheduleKind

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
    """Add the command of this room to the root."""
    app.command()(train)


def train(
    corpora: Corpora,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder of the model; it must not be there.")
    ],
    base: Annotated[
        str | None,
        typer.Option("--from", help="Go on from this model: builtin, a pulled hub model, or a folder."),
    ] = None,
    size: Annotated[
        str, typer.Option(help="Of a new model: tiny (6 M), small (27 M) or base (60 M).")
    ] = "tiny",
    dev: Annotated[
        list[str] | None,
        typer.Option(help="Corpus to score drafts on during training; more than once at will."),
    ] = None,
    form: Annotated[str | None, typer.Option("--format", help="Format of the corpora.")] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(metavar="SOURCE=W", help="Read a file or an origin W times as often; 0 leaves it out."),
    ] = None,
    temperature: Annotated[float, typer.Option(help="More than 1 evens out large and small sources.")] = 1.0,
    join: Annotated[float, typer.Option(help="Probability that a short pair is joined to the next.")] = 0.0,
    sampling: Annotated[
        float, typer.Option(help="Subword regularisation of the source: alpha, 0 for none.")
    ] = 0.0,
    normalize: Annotated[
        str, typer.Option(help="Policy for the Arabic: auto, standard, bare or none.")
    ] = "auto",
    vocab: Annotated[int | None, typer.Option(help="Pieces of a new model.")] = None,
    encoder_layers: Annotated[int | None, typer.Option(help="Of a new model.")] = None,
    decoder_layers: Annotated[int | None, typer.Option(help="Of a new model.")] = None,
    width: Annotated[int | None, typer.Option(help="Of a new model.")] = None,
    feed_forward: Annotated[int | None, typer.Option(help="Inner width of a new model's layers.")] = None,
    heads: Annotated[int | None, typer.Option(help="Of a new model.")] = None,
    dropout: Annotated[float, typer.Option(help="Of a new model, and of --from's while it learns.")] = 0.1,
    steps: Annotated[int | None, typer.Option(help="Budget in steps.")] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Budget in minutes; the schedule knows of it.")
    ] = None,
    passes: Annotated[
        float, typer.Option(help="Budget in passes over the corpora, if no other is given.")
    ] = 10.0,
    batch_tokens: Annotated[int, typer.Option(help="Pieces of a batch, padding included.")] = 4096,
    accumulate: Annotated[int, typer.Option(help="Batches of a step.")] = 1,
    optimizer: Annotated[
        OptimizerKind, typer.Option(help="muon: more from each pair, a longer step; torch 2.9.")
    ] = OptimizerKind.ADAM,
    learning_rate: Annotated[float | None, typer.Option(help="Peak; 7e-4, or 1e-4 with --from.")] = None,
    schedule: Annotated[ScheduleKind, typer.Option(help="How the rate falls.")] = ScheduleKind.COSINE,
    warmup: Annotated[int, typer.Option(help="Steps up to the peak, at most a tenth of all.")] = 500,
    smoothing: Annotated[float, typer.Option(help="Of the labels.")] = 0.1,
    checks: Annotated[int, typer.Option(help="How often the dev set is drafted on the way.")] = 20,
    patience: Annotated[
        int, typer.Option(help="Stop after so many checks without a better chrF; 0: never.")
    ] = 0,
    average: Annotated[int, typer.Option(help="How many of the best checkpoints are averaged.")] = 4,
    keep: Annotated[
        float,
        typer.Option(help="Share of --from's weights in the result, so that it forgets less, such as 0.4."),
    ] = 0.0,
    freeze: Annotated[
        bool,
        typer.Option("--freeze-embeddings", help="Leave --from's embeddings as they are: it forgets less."),
    ] = False,
    max_length: Annotated[int, typer.Option(help="Leave out pairs with more pieces on a side.")] = 128,
    seed: Annotated[int, typer.Option(help="Decides every choice.")] = 1,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    threads: Annotated[int, typer.Option(help="Threads on a CPU; 0: one a core.")] = 0,
    save_every: Annotated[float, typer.Option(help="Seconds between two checkpoints.")] = 300.0,
    verify: Annotated[
        bool, typer.Option("--check/--no-check", help="Compare the result in both engines.")
    ] = True,
    licence: Annotated[str | None, typer.Option(help="Licence of the model, for its card.")] = None,
    sources: Annotated[
        str | None,
        typer.Option(help="File for the card: name, place and licence of each source, between tabs."),
    ] = None,
) -> None:
    """Train a Marian model on parallel text, from nothing or from another model.

    A run that was killed goes on where it was, by the same command. Several GPUs: accelerate launch -m jisr.

    Example: jisr train ours.tsv --from builtin --dev dev.tsv -o our-model
    """
    from jisr.train import TrainingOptions, network_size
    from jisr.train import train as learn

    settings = TrainingOptions(
        corpora=tuple(corpora),
        output=output,
        dev=tuple(dev or ()),
        base=base,
        size=network_size(
            size,
            vocab=vocab,
            encoder_layers=encoder_layers,
            decoder_layers=decoder_layers,
            width=width,
            feed_forward=feed_forward,
            heads=heads,
        ),
        normalize=normalize,
        weights=tuple(map(parse_weight, weight or ())),
        temperature=temperature,
        join=join,
        sampling=sampling,
        batch_tokens=batch_tokens,
        accumulate=accumulate,
        optimizer=optimizer,
        learning_rate=learning_rate,
        schedule=schedule,
        warmup=warmup,
        smoothing=smoothing,
        dropout=dropout,
        steps=steps,
        minutes=minutes,
        passes=passes,
        checks=checks,
        patience=patience,
        average=average,
        keep=keep,
        freeze=freeze,
        max_length=max_length,
        seed=seed,
        device=device,
        threads=threads,
        save_every=save_every,
        verify=verify,
        licence=licence,
        sources=sources,
        form=form,
    )
    with Shown() as shown:
        outcome = learn(settings, shown)
    if outcome is not None:
        say(f"{outcome.folder}: the weights of step {', '.join(map(str, outcome.chosen.steps))}")
        say(f"check in both engines: {outcome.verified}")
        if not outcome.drawn:
            say("no curve.png: matplotlib is not installed; it comes with: pip install 'jisr[figures]'")


class Shown(Progress):
    """What a training reports, as a line for each check and a bar between them."""

    def __init__(self) -> None:
        super().__init__("training", 100, "%")
        self.told = ""

    def check(self, check: "DevScores") -> None:
        """Print how things stand."""
        loss = "" if check.loss is None else f", loss {check.loss:.3f}, {check.speed:,.0f} tokens/s"
        self.told = "" if check.chrf is None else f", chrF {check.chrf:.1f}, BLEU {check.bleu:.1f}"
        say(f"step {check.step:,}, {check.seconds / 60:.1f} min{loss}{self.told}")

    def progress(self, share: float, loss: float, speed: float) -> None:
        """Move the bar."""
        self.describe(f"training, loss {loss:.3f}, {speed:,.0f} tokens/s{self.told}")
        self.advance(int(100 * share) - self.done)


def parse_weight(text: str) -> tuple[str, float]:
    """Read ``SOURCE=W``.

    :raises InputError: if it is something else.
    """
    name, _, number = text.rpartition("=")
    try:
        return name, float(number)
    except ValueError:
        raise InputError(f"--weight {text}: SOURCE=W is wanted, for instance news=2") from None


def say(text: str) -> None:
    """Print what a person wants to know, where it is no data."""
    print(text, file=sys.stderr)
