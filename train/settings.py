"""The options of a training, which are checked before anything is read."""

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from jisr.errors import InputError
from jisr.options import COUNT, SEED, SHARE, THREADS, Range, option, range_problems
from jisr.train.budget import ScheduleKind
from jisr.train.optimizer import OptimizerKind

__all__ = ["AUTO", "NETWORK_SIZES", "POSITIONS", "SIZE", "WEIGHT", "NetworkSize", "TrainingOptions", "network_size"]

AUTO: Final = "auto"
POSITIONS: Final = 512
"""Number of positions of a new model on either side, ``</s>`` included, as in opus-mt."""
SIZE: Final = Range(1, 1_000_000)
"""Layers, widths, heads and pieces of a model; a few million weights need far smaller ones."""
WEIGHT: Final = Range(0, 1_000_000)
"""Factors by which a source is read more often."""
SOME: Final = Range(1, COUNT.high)
AMOUNT: Final = Range(0, COUNT.high, above=True)
PART: Final = Range(0, 1, under=True)


@dataclass(frozen=True, slots=True)
class NetworkSize:
    """Size of a new model.

    :param encoder_layers: number of layers of the encoder.
    :param decoder_layers: number of layers of the decoder.
    :param width: width of embeddings and hidden states, a multiple of ``heads`` and of 2.
    :param feed_forward: inner width of a feed-forward layer.
    :param heads: number of attention heads of each layer.
    :param vocab: number of pieces of both languages together, without ``<pad>``.
    :raises InputError: if a number is less than 1 or very large, or the width is no such multiple.
    """

    encoder_layers: int
    decoder_layers: int
    width: int
    feed_forward: int
    heads: int
    vocab: int

    def __post_init__(self) -> None:
        named = ((field.name.replace("_", " "), getattr(self, field.name)) for field in fields(self))
        wrong = [problem for name, value in named if (problem := SIZE.problem(name, value))]
        if not wrong and (self.width % self.heads or self.width % 2):
            wrong.append(f"width is {self.width}, must be a multiple of 2 and of the {self.heads} heads")
        if wrong:
            raise InputError("; ".join(wrong))

    @property
    def parameters(self) -> int:
        """Number of weights, without those of norms and biases."""
        attention, forward = 4 * self.width**2, 2 * self.width * self.feed_forward
        encoder = self.encoder_layers * (attention + forward)
        return self.vocab * self.width + encoder + self.decoder_layers * (2 * attention + forward)


NETWORK_SIZES: Final = {
    "tiny": NetworkSize(3, 2, 256, 1024, 4, 6000),
    "small": NetworkSize(6, 2, 512, 1536, 8, 8000),
    "base": NetworkSize(6, 6, 512, 2048, 8, 32000),
}
"""Sizes by name, with 6, 27 and 60 million weights. Most of the time of a draft is spent in the decoder, which is why
``small`` has a deep encoder and a shallow decoder (Kasai et al. 2021); ``base`` is the size of opus-mt."""


def network_size(size: str, **changes: int | None) -> NetworkSize:
    """Return a size by its name, with some of its fields replaced.

    :param size: name of a size in :data:`NETWORK_SIZES`.
    :param changes: fields of :class:`NetworkSize`; None leaves a field unchanged.
    :raises InputError: if there is no such size, or a number is out of range.
    """
    if size not in NETWORK_SIZES:
        raise InputError(f"size {size!r} is not known; it can be {', '.join(NETWORK_SIZES)}")
    return replace(NETWORK_SIZES[size], **{name: value for name, value in changes.items() if value is not None})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """Options of a training; fields with a help text are options of ``jisr train``.

    Sources of the methods: subword regularisation, Kudo 2018; label smoothing, Szegedy et al. 2016; interpolation of
    weights with those of the start, Wortsman et al. 2022; warmup-stable-decay, Hu et al. 2024.

    :param corpora: files of parallel text in any format.
    :param output: folder of the model, which must not exist.
    :param size: size of a new model; with ``base`` it has no effect.
    :param weights: names of origins or files with the factors by which they are read more often than their size gives.
    :raises InputError: if values are out of range; the message names all of them.
    """

    corpora: tuple[str, ...]
    output: Path
    base: str | None = option(
        None, "Start from this model: builtin, a pulled hub model, or a folder.", flags=("--from",), metavar="MODEL"
    )
    size: NetworkSize = NETWORK_SIZES["tiny"]
    dev: tuple[str, ...] = option((), "Corpus to score drafts on during training; repeatable.", metavar="CORPUS")
    corpus_format: str | None = option(
        None, "Format of the corpora if their names do not say it.", flags=("--format",), metavar="NAME"
    )
    weights: tuple[tuple[str, float], ...] = ()
    temperature: float = option(1.0, "Above 1 evens out large and small sources; 1 reads them by size.", within=AMOUNT)
    join: float = option(0.0, "Probability that a short pair is joined to the next, 0 to 1.", within=SHARE)
    sentencepiece_alpha: float = option(
        0.0, "Smoothing of subword regularisation on the source, 0 to 1; 0 is without.", within=SHARE
    )
    normalize: str = option(
        AUTO, "Normalisation policy of the Arabic: auto (that of --from, or bare), standard, bare or none."
    )
    dropout: float = option(0.1, "Dropout, whatever the model of --from was trained with.", within=PART)
    label_smoothing: float = option(0.1, "Label smoothing, 0 or more and under 1.", within=PART)
    optimizer: OptimizerKind = option(
        OptimizerKind.ADAM, "Optimizer; muon learns more from each pair in a longer step."
    )
    learning_rate: float | None = option(
        None,
        "Peak of the learning rate. Default: 7e-4, or 1e-4 with --from.",
        metavar="RATE",
        within=Range(0, 1, above=True),
    )
    schedule: ScheduleKind = option(ScheduleKind.COSINE, "How the learning rate falls after the warmup.")
    warmup: int = option(500, "Steps up to the peak, at most a tenth of the budget.", within=COUNT)
    decay_share: float = option(
        0.2,
        "Share of the budget in which warmup-stable-decay falls to nothing, above 0 and at most 1.",
        within=Range(0, 1, above=True),
    )
    batch_tokens: int = option(
        4096, "Positions of the longer side in a batch, padding included.", within=Range(16, 1_000_000)
    )
    gradient_accumulation: int = option(1, "Batches of one step.", within=Range(1, 1000))
    steps: int | None = option(None, "Budget in steps.", within=SOME)
    minutes: float | None = option(None, "Budget in minutes; the schedule follows the clock.", within=AMOUNT)
    epochs: float = option(10.0, "Budget in passes over the corpora, if no other is given.", within=AMOUNT)
    valid_freq: float = option(
        0.05, "How often the dev set is scored: a share of the budget under 1, or steps from 1 on.", within=AMOUNT
    )
    early_stopping: int = option(
        0, "Stop after so many validations without a better chrF; 0 never stops.", within=COUNT
    )
    average_checkpoints: int = option(4, "Number of best checkpoints that are averaged.", within=SOME)
    interpolate: float = option(
        0.0, "Share of the weights of --from in the result, such as 0.4, so that it forgets less.", within=PART
    )
    freeze_embeddings: bool = option(
        False, "Leave the embeddings of --from as they are, so that the result forgets less."
    )
    max_length: int = option(128, "Leave out pairs with more pieces on a side.", within=Range(4, POSITIONS))
    seed: int = option(1, "Seed of every random choice.", within=SEED)
    device: str = option(AUTO, "Device: auto, cpu or cuda.")
    threads: int = option(0, "Threads on a CPU; 0 for one on each core.", within=THREADS)
    save_every: float = option(300.0, "Seconds between two checkpoints.", within=COUNT)
    verify: bool = option(True, "Compare the result in both engines.", flags=("--verify/--no-verify",))
    licence: str | None = option(None, "Licence of the model, for its card.", metavar="TEXT")
    sources: str | None = option(None, "TSV for the card: name, place and licence of each source.", metavar="FILE.tsv")

    def __post_init__(self) -> None:
        from jisr.translate.text.normalization import POLICIES  # its patterns are not compiled for --help

        wrong = range_problems(self)
        wrong += [
            problem for name, weight in self.weights if (problem := WEIGHT.problem(f"the weight of {name}", weight))
        ]
        if self.normalize not in {AUTO, *POLICIES}:
            wrong.append(f"normalisation is {self.normalize!r}, must be one of {AUTO}, {', '.join(POLICIES)}")
        wrong += self.idle()
        if not self.corpora:
            wrong.append("no corpus to learn from")
        if wrong:
            raise InputError("; ".join(wrong))

    def idle(self) -> list[str]:
        """Return a message for each option that would have no effect, beside the others."""
        new = self.base is None
        budget = "steps" if self.steps is not None else "minutes" if self.minutes is not None else ""
        cases = (
            (new and self.interpolate, "there is nothing to interpolate with but a model to start from"),
            (
                new and self.freeze_embeddings,
                "random embeddings must learn; only those of a model to start from can be frozen",
            ),
            (
                not new and self.size != NETWORK_SIZES["tiny"],
                "the model to start from has its own size; a new one can be given another",
            ),
            (budget and self.epochs != 10, f"epochs are no budget beside {budget}; give one of them"),
            (self.early_stopping and not self.dev, "early stopping needs a dev set"),
            (
                self.decay_share != 0.2 and self.schedule is not ScheduleKind.WARMUP_STABLE_DECAY,
                f"the decay share is that of {ScheduleKind.WARMUP_STABLE_DECAY}, and the schedule is {self.schedule}",
            ),
        )
        return [message for idle, message in cases if idle]

    @property
    def peak(self) -> float:
        """Peak of the learning rate, by default lower for a model that is already trained."""
        if self.learning_rate is not None:
            return self.learning_rate
        return 7e-4 if self.base is None else 1e-4

    def validations(self, share: float, step: int) -> int:
        """Return the number of validations that are due so far.

        :param share: share of the budget that is spent, 0 to 1.
        :param step: number of steps done.
        """
        return int(share / self.valid_freq) if self.valid_freq < 1 else int(step // self.valid_freq)

    def record(self) -> dict[str, Any]:
        """Return the options that determine what is learnt, by name, except those that name texts and models."""
        omitted = {"corpora", "dev", "base", "output", "device", "threads", "save_every", "verify"}
        omitted |= {"licence", "sources", "corpus_format"}
        return {name: value for name, value in asdict(self).items() if name not in omitted}
