"""The model card: the data, training, scores and limits of a model."""

from collections.abc import Iterator
from dataclasses import dataclass

from jisr.errors import InputError
from jisr.tables import read_rows
from jisr.train.checkpoints import TrainingState
from jisr.train.data.training_batches import BatchStream
from jisr.train.settings import TrainingOptions
from jisr.train.validation import dev_signatures
from jisr.translate.models.lookup import Model

__all__ = ["ModelCardInfo", "SourceInfo", "model_card", "read_origins"]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Origin and licence of a source.

    :param place: where the data is from.
    :param licence: licence of the data.
    """

    place: str
    licence: str


NOT_STATED = SourceInfo("not stated", "not stated")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCardInfo:
    """Facts for a model card.

    :param settings: options of the training.
    :param base: model that was trained further; None for a new one.
    :param policy: normalisation policy of the Arabic.
    :param machine: device of the training, as text.
    :param batches: the data, with the shares of its sources.
    :param state: final state of the training.
    :param steps: steps of the checkpoints whose mean the weights are.
    :param scores: scores of greedy drafts of the dev set, by metric; empty without one.
    :param origins: origin and licence of sources, by name.
    """

    settings: TrainingOptions
    base: Model | None
    policy: str
    machine: str
    batches: BatchStream
    state: TrainingState
    steps: tuple[int, ...]
    scores: dict[str, float]
    origins: dict[str, SourceInfo]


def read_origins(path: str) -> dict[str, SourceInfo]:
    """Return origin and licence of sources, by name, from a TSV with name, place and licence in each line.

    :raises InputError: if a line does not have three fields.
    """
    origins = {}
    for number, fields in read_rows(path):
        if len(fields) != 3:
            raise InputError(
                f"{path}:{number}: {len(fields)} fields between tabs; a line holds the name of a source,"
                " where it is from, and its licence"
            )
        origins[fields[0]] = SourceInfo(fields[1], fields[2])
    return origins


def model_card(facts: ModelCardInfo, licence: str, verified: str) -> str:
    """Return the card in Markdown.

    :param verified: result of the check in both engines, in one line.
    """
    return "\n".join(
        [
            "---",
            "language: [ar, en]",
            "license: other",
            "pipeline_tag: translation",
            "---",
            "",
            f"# {facts.settings.output.name}, Arabic → English",
            "",
            *describe_kind(facts),
            f"Licence: {licence}.",
            "",
            "## Training data",
            "",
            *describe_data(facts),
            "",
            "## Training",
            "",
            *describe_course(facts, verified),
            "",
            "![loss and scores over the steps](curve.svg)",
            "",
            "## Scores",
            "",
            *describe_scores(facts),
            "",
            "## Limits",
            "",
            "What differs from the training data in subject or style is translated worse, dialect and poetry above"
            " all where they are not in the table. Names, numbers and negations can be wrong in a fluent sentence,"
            " and the errors and biases of the data are the model's. Read every draft.",
            "",
        ]
    )


def describe_kind(facts: ModelCardInfo) -> Iterator[str]:
    """Yield the lines on what the model is."""
    size, base = facts.settings.size, facts.base
    if base is not None:
        yield f"MarianMT, trained further from {base.name} (revision {base.revision})."
        layers = base.encoder_layers, base.decoder_layers, base.d_model, base.encoder_ffn, base.heads
    else:
        yield "MarianMT, trained from nothing."
        layers = size.encoder_layers, size.decoder_layers, size.width, size.feed_forward, size.heads
    yield (
        "{} encoder and {} decoder layers, width {}, feed-forward {}, {} heads; ".format(*layers)
        + f"{facts.batches.vocabulary.size:,} pieces. The Arabic is normalised by the policy `{facts.policy}`."
    )


def describe_data(facts: ModelCardInfo) -> Iterator[str]:
    """Yield the lines on the training data, with a table of the sources."""
    batches = facts.batches
    yield (
        f"{len(batches.examples):,} pairs, {int(batches.usable.sum()):,} of them with at most"
        f" {facts.settings.max_length} pieces a side, which were used."
    )
    yield ""
    yield "| source | pairs | share of what was read | where from | licence there |"
    yield "| --- | ---: | ---: | --- | --- |"
    for source, share in zip(batches.mixture.sources, batches.mixture.shares.tolist(), strict=True):
        known = facts.origins.get(source.name, NOT_STATED)
        yield (f"| {source.name} | {len(source.members):,} | {100 * share:.1f} % | {known.place} | {known.licence} |")


def describe_course(facts: ModelCardInfo, verified: str) -> Iterator[str]:
    """Yield the lines on how the model was trained."""
    settings, state = facts.settings, facts.state
    yield (
        f"{state.step:,} steps, {state.tokens:,} target pieces, {state.seconds / 60:.1f} minutes on"
        f" {facts.machine}. The weights are those of step"
        f" {', '.join(map(str, facts.steps))}{', averaged' if len(facts.steps) > 1 else ''}."
    )
    yield ""
    numbers = {
        **settings.record(),
        "learning_rate": settings.peak,
        "size": "as above",
        "weights": ", ".join(f"{name} × {weight:g}" for name, weight in settings.weights) or "none",
    }
    yield (", ".join(f"{name.replace('_', ' ')} {value}" for name, value in numbers.items() if value is not None) + ".")
    yield ""
    yield f"Check in both engines: {verified}."


def describe_scores(facts: ModelCardInfo) -> Iterator[str]:
    """Yield the lines on the scores, with a table that has their signatures."""
    if not facts.scores:
        yield "Not scored: there was no dev set."
        return
    signatures = dev_signatures()
    yield f"Dev set ({', '.join(facts.settings.dev)}), greedy, in float32; the best checkpoints were chosen by it."
    yield ""
    yield "| metric | score | signature |"
    yield "| --- | ---: | --- |"
    for name, key in (("BLEU", "bleu"), ("chrF2", "chrf")):
        yield f"| {name} | {facts.scores[key]:.1f} | `{signatures[key]}` |"
