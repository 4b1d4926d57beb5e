"""The options of a training, which are checked before anything is read."""

from dataclasses import asdict, dataclass, fields, replace
from math import inf
from pathlib import Path
from typing import Any, Final

from jisr.errors import InputError
from jisr.options import option
from jisr.train.budget import ScheduleKind
from jisr.train.optimizer import OptimizerKind

__all__ = ["AUTO", "NETWORK_SIZES", "POSITIONS", "NetworkSize", "TrainingOptions", "network_size"]

AUTO: Final = "auto"
POSITIONS: Final = 512
"""Number of positions of a new model on either side, ``</s>`` included, as in opus-mt."""


@dataclass(frozen=True, slots=True)
class NetworkSize:
    """Size of a new model.

    :param encoder_layers: number of layers of the encoder.
    :param decoder_layers: number of layers of the decoder.
    :param width: width of embeddings and hidden states, a multiple of ``heads`` and of 2.
    :param feed_forward: inner width of a feed-forward layer.
    :param heads: number of attention heads of each layer.
    :param vocab: number of pieces of both languages together, without ``<pad>``.
    :raises InputError: if a number is less than 1, or the width is no such multiple.
    """

    encoder_layers: int
    decoder_layers: int
    width: int
    feed_forward: int
    heads: int
    vocab: int

    def __post_init__(self) -> None:
        wrong = [
            f"{field.name.replace('_', ' ')} is {getattr(self, field.name)}, must be 1 or more"
            for field in fields(self)
            if getattr(self, field.name) < 1
        ]
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
    temperature: float = option(1.0, "Above 1 evens out large and small sources; 1 reads them by size.")
    join: float = option(0.0, "Probability that a short pair is joined to the next, 0 to 1.")
    sentencepiece_alpha: float = option(0.0, "Smoothing of subword regularisation on the source, 0 to 1; 0 is without.")
    normalize: str = option(
        AUTO, "Normalisation policy of the Arabic: auto (that of --from, or bare), standard, bare or none."
    )
    dropout: float = option(0.1, "Dropout, whatever the model of --from was trained with.")
    label_smoothing: float = option(0.1, "Label smoothing, 0 or more and under 1.")
    optimizer: OptimizerKind = option(
        OptimizerKind.ADAM, "Optimizer; muon learns more from each pair in a longer step and needs torch 2.9."
    )
    learning_rate: float | None = option(
        None, "Peak of the learning rate. Default: 7e-4, or 1e-4 with --from.", metavar="RATE"
    )
    schedule: ScheduleKind = option(ScheduleKind.COSINE, "How the learning rate falls after the warmup.")
    warmup: int = option(500, "Steps up to the peak, at most a tenth of the budget.")
    decay_share: float = option(
        0.2, "Share of the budget in which warmup-stable-decay falls to nothing, above 0 and at most 1."
    )
    batch_tokens: int = option(4096, "Positions of the longer side in a batch, padding included.")
    gradient_accumulation: int = option(1, "Batches of one step.")
    steps: int | None = option(None, "Budget in steps.")
    minutes: float | None = option(None, "Budget in minutes; the schedule follows the clock.")
    epochs: float = option(10.0, "Budget in passes over the corpora, if no other is given.")
    valid_freq: float = option(
        0.05, "How often the dev set is scored: a share of the budget under 1, or steps from 1 on."
    )
    early_stopping: int = option(0, "Stop after so many validations without a better chrF; 0 never stops.")
    average_checkpoints: int = option(4, "Number of best checkpoints that are averaged.")
    interpolate: float = option(
        0.0, "Share of the weights of --from in the result, such as 0.4, so that it forgets less."
    )
    freeze_embeddings: bool = option(
        False, "Leave the embeddings of --from as they are, so that the result forgets less."
    )
    max_length: int = option(128, "Leave out pairs with more pieces on a side.")
    seed: int = option(1, "Seed of every random choice.")
    device: str = option(AUTO, "Device: auto, cpu or cuda.")
    threads: int = option(0, "Threads on a CPU; 0 for one on each core.")
    save_every: float = option(300.0, "Seconds between two checkpoints.")
    verify: bool = option(True, "Compare the result in both engines.", flags=("--verify/--no-verify",))
    licence: str | None = option(None, "Licence of the model, for its card.", metavar="TEXT")
    sources: str | None = option(None, "TSV for the card: name, place and licence of each source.", metavar="FILE.tsv")

    def __post_init__(self) -> None:
        from jisr.translate.text.normalization import POLICIES  # its patterns are not compiled for --help

        rules = (
            ("temperature", self.temperature, "above 0", self.temperature > 0),
            ("join", self.join, "0 to 1", 0 <= self.join <= 1),
            ("sentencepiece alpha", self.sentencepiece_alpha, "0 to 1", 0 <= self.sentencepiece_alpha <= 1),
            ("batch tokens", self.batch_tokens, "16 to 1,000,000", 16 <= self.batch_tokens <= 10**6),
            (
                "gradient accumulation",
                self.gradient_accumulation,
                "1 to 1,000",
                1 <= self.gradient_accumulation <= 1000,
            ),
            ("learning rate", self.peak, "above 0 and at most 1", 0 < self.peak <= 1),
            ("warmup", self.warmup, "0 or more", self.warmup >= 0),
            ("decay share", self.decay_share, "above 0 and at most 1", 0 < self.decay_share <= 1),
            ("label smoothing", self.label_smoothing, "0 or more and under 1", 0 <= self.label_smoothing < 1),
            ("dropout", self.dropout, "0 or more and under 1", 0 <= self.dropout < 1),
            ("steps", self.steps, "1 or more", self.steps is None or self.steps >= 1),
            ("minutes", self.minutes, "above 0 and finite", self.minutes is None or 0 < self.minutes < inf),
            ("epochs", self.epochs, "above 0 and finite", 0 < self.epochs < inf),
            ("validation frequency", self.valid_freq, "above 0 and finite", 0 < self.valid_freq < inf),
            ("early stopping", self.early_stopping, "0 or more", self.early_stopping >= 0),
            ("checkpoints to average", self.average_checkpoints, "1 or more", self.average_checkpoints >= 1),
            ("interpolation", self.interpolate, "0 or more and under 1", 0 <= self.interpolate < 1),
            ("max length", self.max_length, f"4 to {POSITIONS}", 4 <= self.max_length <= POSITIONS),
            ("seed", self.seed, "0 or more and under 2³²", 0 <= self.seed < 1 << 32),
            ("threads", self.threads, "0 to 1,024", 0 <= self.threads <= 1024),
            ("seconds between checkpoints", self.save_every, "0 or more", self.save_every >= 0),
            (
                "normalisation",
                repr(self.normalize),
                f"one of {AUTO}, {', '.join(POLICIES)}",
                self.normalize in {AUTO, *POLICIES},
            ),
            *((f"the weight of {name}", weight, "0 or more", 0 <= weight < inf) for name, weight in self.weights),
        )
        wrong = [f"{name} is {value}, must be {right}" for name, value, right, good in rules if not good]
        if self.interpolate and self.base is None:
            wrong.append("there is nothing to interpolate with but a model to start from")
        if self.freeze_embeddings and self.base is None:
            wrong.append("random embeddings must learn; only those of a model to start from can be frozen")
        if not self.corpora:
            wrong.append("no corpus to learn from")
        if wrong:
            raise InputError("; ".join(wrong))

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
