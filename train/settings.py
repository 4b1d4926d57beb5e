"""Everything that a training is told, checked before anything is read."""

from dataclasses import asdict, dataclass, fields, replace
from math import inf
from pathlib import Path
from typing import Any, Final

from jisr.errors import InputError
from jisr.train.optimizer import OptimizerKind
from jisr.train.schedule import ScheduleKind
from jisr.translate.text.normalization import POLICIES

__all__ = ["AUTO", "NETWORK_SIZES", "NetworkSize", "TrainingOptions", "network_size"]

AUTO: Final = "auto"
POSITIONS: Final = 512
"""How many pieces, ``</s>`` included, a new model has room for on either side, as opus-mt has."""


@dataclass(frozen=True, slots=True)
class NetworkSize:
    """How large a new model is.

    :param width: of an embedding and a hidden state; a multiple of the heads and of 2.
    :param feed_forward: the inner width of a feed-forward layer.
    :param vocab: pieces of both languages together, ``<pad>`` not counted.
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
        """How many weights it makes, but for those of norms and biases."""
        attention, forward = 4 * self.width**2, 2 * self.width * self.feed_forward
        encoder = self.encoder_layers * (attention + forward)
        return self.vocab * self.width + encoder + self.decoder_layers * (2 * attention + forward)


NETWORK_SIZES: Final = {
    "tiny": NetworkSize(3, 2, 256, 1024, 4, 6000),
    "small": NetworkSize(6, 2, 512, 1536, 8, 8000),
    "base": NetworkSize(6, 6, 512, 2048, 8, 32000),
}
"""The sizes by name: 6, 27 and 60 million weights. Most of the work of a draft is in the decoder, which is
why ``small`` has a deep encoder and a shallow decoder (Kasai et al. 2021); ``base`` is opus-mt's."""


def network_size(size: str, **changes: int | None) -> NetworkSize:
    """Give a size by its name, with what was asked for otherwise.

    :param changes: fields of :class:`NetworkSize`; None leaves one as it is.
    :raises InputError: if there is no such size, or a number is out of its range.
    """
    if size not in NETWORK_SIZES:
        raise InputError(f"size {size!r} is not known; it can be {', '.join(NETWORK_SIZES)}")
    return replace(
        NETWORK_SIZES[size], **{name: value for name, value in changes.items() if value is not None}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """How a model is trained.

    :param corpora: files of parallel text in any format.
    :param output: the folder of the model; it must not be there yet.
    :param dev: files to score drafts on during training; without them the newest weights count as the best.
    :param base: the model to start from, by name or folder; nothing to begin with random weights.
    :param size: how large a new model is; a model that is started from keeps its own.
    :param normalize: the policy for the Arabic side; ``auto`` is that of the model that is started from, and
        ``bare`` for a new one.
    :param weights: for an origin or a file how much more of it is read than its size alone would give.
    :param temperature: 1 reads sources in proportion to their size, more than 1 evens them out.
    :param join: the probability that a short pair is joined with its neighbour, 0 to 1.
    :param sampling: the smoothing α of subword regularisation (Kudo 2018) on the source; 0 is without.
    :param batch_tokens: positions of the longer side in a batch, padding included.
    :param accumulate: batches of one step.
    :param optimizer: Muon makes more of each pair, and its step takes longer.
    :param learning_rate: its peak; nothing for one that suits the start.
    :param warmup: steps up to the peak; a tenth of the budget if that is sooner.
    :param smoothing: of the labels (Szegedy et al. 2016).
    :param dropout: of a new model and of one that is started from, whatever that one was trained with.
    :param steps: the budget in steps.
    :param minutes: the budget in minutes of the clock.
    :param passes: the budget in passes over the corpora, where none of the others is given.
    :param checks: how often drafts are scored on the way.
    :param patience: stop after so many checks without a better chrF; 0 is never.
    :param average: how many of the best checkpoints are averaged.
    :param keep: the share of the start's own weights in the result (Wortsman et al. 2022), so that a model that
        is trained for one subject does not forget the others.
    :param freeze: leave the embeddings as the start has them. An optimiser that gives each weight the same pace
        moves those of words that the corpus does not hold, too, since every softmax pushes them away.
    :param max_length: pairs with more pieces on a side are left out.
    :param seed: decides every choice.
    :param device: ``auto``, ``cpu`` or ``cuda``.
    :param threads: on a CPU; 0 leaves it to torch.
    :param save_every: seconds between two checkpoints.
    :param verify: whether the result is compared in both engines.
    :param licence: what the model card and ``jisr.json`` say.
    :param sources: a file of tab-separated origin, where it is from and licence, for the model card.
    :param form: the format of the corpora, where their names do not say it.
    :raises InputError: naming all that is out of its range.
    """

    corpora: tuple[str, ...]
    output: Path
    dev: tuple[str, ...] = ()
    base: str | None = None
    size: NetworkSize = NETWORK_SIZES["tiny"]
    normalize: str = AUTO
    weights: tuple[tuple[str, float], ...] = ()
    temperature: float = 1.0
    join: float = 0.0
    sampling: float = 0.0
    batch_tokens: int = 4096
    accumulate: int = 1
    optimizer: OptimizerKind = OptimizerKind.ADAM
    learning_rate: float | None = None
    schedule: ScheduleKind = ScheduleKind.COSINE
    warmup: int = 500
    smoothing: float = 0.1
    dropout: float = 0.1
    steps: int | None = None
    minutes: float | None = None
    passes: float = 10.0
    checks: int = 20
    patience: int = 0
    average: int = 4
    keep: float = 0.0
    freeze: bool = False
    max_length: int = 128
    seed: int = 1
    device: str = AUTO
    threads: int = 0
    save_every: float = 300.0
    verify: bool = True
    licence: str | None = None
    sources: str | None = None
    form: str | None = None

    def __post_init__(self) -> None:
        rules = (
            ("temperature", self.temperature, "above 0", self.temperature > 0),
            ("join", self.join, "0 to 1", 0 <= self.join <= 1),
            ("sampling", self.sampling, "0 to 1", 0 <= self.sampling <= 1),
            ("batch tokens", self.batch_tokens, "16 to 1,000,000", 16 <= self.batch_tokens <= 10**6),
            ("accumulate", self.accumulate, "1 to 1,000", 1 <= self.accumulate <= 1000),
            ("learning rate", self.peak, "above 0 and at most 1", 0 < self.peak <= 1),
            ("warm-up", self.warmup, "0 or more", self.warmup >= 0),
            ("label smoothing", self.smoothing, "0 or more and under 1", 0 <= self.smoothing < 1),
            ("dropout", self.dropout, "0 or more and under 1", 0 <= self.dropout < 1),
            ("steps", self.steps, "1 or more", self.steps is None or self.steps >= 1),
            ("minutes", self.minutes, "above 0 and finite", self.minutes is None or 0 < self.minutes < inf),
            ("passes", self.passes, "above 0 and finite", 0 < self.passes < inf),
            ("checks", self.checks, "1 or more", self.checks >= 1),
            ("patience", self.patience, "0 or more", self.patience >= 0),
            ("average", self.average, "1 or more", self.average >= 1),
            ("the share to keep", self.keep, "0 or more and under 1", 0 <= self.keep < 1),
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
            *(
                (f"the weight of {name}", weight, "0 or more", 0 <= weight < inf)
                for name, weight in self.weights
            ),
        )
        wrong = [f"{name} is {value}, must be {right}" for name, value, right, good in rules if not good]
        if self.keep and self.base is None:
            wrong.append("there is nothing to keep without a model to start from")
        if self.freeze and self.base is None:
            wrong.append("random embeddings must learn; only those of a model to start from can be frozen")
        if not self.corpora:
            wrong.append("no corpus to learn from")
        if wrong:
            raise InputError("; ".join(wrong))

    @property
    def peak(self) -> float:
        """The highest learning rate; what is learnt already calls for a lower one."""
        if self.learning_rate is not None:
            return self.learning_rate
        return 7e-4 if self.base is None else 1e-4

    def record(self) -> dict[str, Any]:
        """Give every number and choice that decides what is learnt, by name; texts and models are not among them."""
        passing = {"corpora", "dev", "base", "output", "device", "threads", "save_every", "verify"}
        passing |= {"licence", "sources", "form"}
        return {name: value for name, value in asdict(self).items() if name not in passing}
