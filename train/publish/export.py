"""The end of a training: which weights, and the folder that holds them."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jisr.errors import ModelError
from jisr.storage.output import Output, new_folder, writing
from jisr.train.checkpoints import CheckpointFolder, TrainingState
from jisr.train.data.vocabulary import VOCABULARY_FILES
from jisr.train.loop import best_first
from jisr.train.model.network import reset_pad, write_network
from jisr.train.publish.learning_curve import draw_learning_curve
from jisr.train.publish.model_card import ModelCardInfo, model_card
from jisr.train.publish.score_threshold import score_floor
from jisr.train.validation import DevSet
from jisr.translate.models.folder import UNSTATED
from jisr.translate.models.lookup import read_model

__all__ = ["ChosenWeights", "TrainingResult", "choose_weights", "publish_model"]


@dataclass(frozen=True, slots=True)
class ChosenWeights:
    """The weights that a training ends with.

    :param steps: the checkpoints whose mean they are.
    :param scores: chrF and BLEU of greedy drafts of the dev set; empty without one.
    """

    steps: tuple[int, ...]
    scores: dict[str, float]


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """The outcome of a training.

    :param folder: the model.
    :param chosen: which weights it has.
    :param verified: what the check in both engines gave, in a line.
    """

    folder: Path
    chosen: ChosenWeights
    verified: str


def choose_weights(
    state: TrainingState,
    network: Any,  # noqa: ANN401 - MarianMTModel
    dev: DevSet | None,
    workplace: CheckpointFolder,
) -> ChosenWeights:
    """Set the network to the mean of the best checkpoints, or to the best one if that is better on dev.

    Without a dev set it is the mean of the newest.
    """
    best = best_first(state.checks)
    many = tuple(sorted(state.kept))
    network.load_state_dict(workplace.average(list(many)))
    reset_pad(network)
    if dev is None:
        return ChosenWeights(many, {})
    mean = dev.scores(network)
    if len(many) == 1 or mean["chrf"] >= (best[0].chrf or 0.0):
        return ChosenWeights(many, mean)
    network.load_state_dict(workplace.average([best[0].step]))
    return ChosenWeights((best[0].step,), {"chrf": best[0].chrf or 0.0, "bleu": best[0].bleu or 0.0})


def publish_model(
    facts: ModelCardInfo,
    network: Any,  # noqa: ANN401 - MarianMTModel
    workplace: CheckpointFolder,
    texts: Sequence[str],
) -> TrainingResult:
    """Write the model folder under another name, check it in both engines, and give it its name.

    :param texts: Arabic of the dev set, to see what scores are ordinary.
    :raises ModelError: if the engines do not agree on what the model says.
    :raises OutputError: if it cannot be written.
    """
    with new_folder(facts.settings.output) as part:
        return fill_folder(part, facts, network, workplace, texts)


def fill_folder(
    part: Path,
    facts: ModelCardInfo,
    network: Any,  # noqa: ANN401 - MarianMTModel
    workplace: CheckpointFolder,
    texts: Sequence[str],
) -> TrainingResult:
    """Write what belongs into the model folder."""
    settings = facts.settings
    with writing(part):
        for name in VOCABULARY_FILES:
            if (workplace.folder / name).exists():
                shutil.copy(workplace.folder / name, part / name)
    write_network(network, part)
    shutil.copymode(part / "vocab.json", part / "model.safetensors")  # which safetensors keeps to its owner
    licence = settings.licence or (facts.base.licence if facts.base else UNSTATED)
    about: dict[str, Any] = {"normalize": facts.policy, "licence": licence}
    write_json_file(part / "jisr.json", about)
    write_json_file(part / "curve.json", [check.record() for check in facts.state.checks])
    draw_learning_curve(facts.state.checks, part / "curve.svg")
    verified = "not asked for"
    if settings.verify:
        verified, able = verify_export(str(settings.output), part)
        if able and (floor := score_floor(part, texts)) is not None:
            write_json_file(part / "jisr.json", about | {"score_floor": floor})
    with Output(part / "README.md") as output:
        output.write(model_card(facts, licence, verified))
    return TrainingResult(settings.output, ChosenWeights(facts.steps, facts.scores), verified)


def write_json_file(path: Path, value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Write a value as JSON."""
    with Output(path) as output:
        output.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def verify_export(name: str, folder: Path) -> tuple[str, bool]:
    """Compare the answers of both engines; return a line on how far they are apart, and whether both could answer.

    :raises ModelError: if they are too far apart, or the weights are not right.
    """
    try:
        import ctranslate2  # noqa: F401 - only whether it is there
    except ImportError:
        return "not made, ctranslate2 is not installed; later: jisr model check", False
    from jisr.translate.models.conversion import check_convertible
    from jisr.translate.models.conversion import verify_conversions as compare

    model = read_model(name, folder)
    try:
        check_convertible(model)
    except ModelError as error:  # as with the model that it was started from
        return f"not made, {error}", False
    try:
        found = compare(model)
    except ModelError as error:
        raise ModelError(f"the trained model does not pass its check: {error}") from None
    said = ", ".join(f"{kind} within {far:.2g} of transformers" for kind, far in sorted(found.items()))
    return said, True
