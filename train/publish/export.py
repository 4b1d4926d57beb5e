"""The end of a training: the choice of the weights, and the model folder that holds them."""

import json
import shutil
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
from jisr.train.validation import DevSet
from jisr.translate.models.folder import UNSTATED
from jisr.translate.models.lookup import read_model

__all__ = ["ChosenWeights", "TrainingResult", "choose_weights", "publish_model"]


@dataclass(frozen=True, slots=True)
class ChosenWeights:
    """The final weights of a training.

    :param steps: steps of the checkpoints whose mean they are.
    :param scores: chrF and BLEU of greedy drafts of the dev set, 0 to 100; empty without one.
    """

    steps: tuple[int, ...]
    scores: dict[str, float]


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """The result of a training.

    :param folder: folder of the model.
    :param chosen: its weights.
    :param verified: result of the check in both engines, in one line.
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
    """Set the network to the mean of the best checkpoints, or to the best one alone if its chrF is higher.

    Without a dev set it is the mean of the newest checkpoints.
    """
    best = best_first(state.checks)
    steps = tuple(sorted(state.kept))
    network.load_state_dict(workplace.average(list(steps)))
    reset_pad(network)
    if dev is None:
        return ChosenWeights(steps, {})
    mean = dev.scores(network)
    if len(steps) == 1 or mean["chrf"] >= (best[0].chrf or 0.0):
        return ChosenWeights(steps, mean)
    network.load_state_dict(workplace.average([best[0].step]))
    return ChosenWeights((best[0].step,), {"chrf": best[0].chrf or 0.0, "bleu": best[0].bleu or 0.0})


def publish_model(
    facts: ModelCardInfo,
    network: Any,  # noqa: ANN401 - MarianMTModel
    workplace: CheckpointFolder,
) -> TrainingResult:
    """Write the model folder under a temporary name, check it in both engines, and rename it.

    :param facts: facts for the model card.
    :param network: network with its final weights.
    :param workplace: folder of the training, which holds the vocabulary.
    :raises ModelError: if the results of the engines differ too much, or the weights are invalid.
    :raises OutputError: if the folder cannot be written.
    """
    with new_folder(facts.settings.output) as part:
        return fill_folder(part, facts, network, workplace)


def fill_folder(
    part: Path,
    facts: ModelCardInfo,
    network: Any,  # noqa: ANN401 - MarianMTModel
    workplace: CheckpointFolder,
) -> TrainingResult:
    """Write the files of the model folder."""
    settings = facts.settings
    with writing(part):
        for name in VOCABULARY_FILES:
            if (workplace.folder / name).exists():
                shutil.copy(workplace.folder / name, part / name)
    write_network(network, part)
    shutil.copymode(part / "vocab.json", part / "model.safetensors")  # safetensors makes it readable by its owner only
    licence = settings.licence or (facts.base.licence if facts.base else UNSTATED)
    sources = facts.batches.mixture.sources
    data = f"{len(facts.batches.examples):,} pairs from {len(sources)} source{'' if len(sources) == 1 else 's'}"
    about = {"normalize": facts.policy, "licence": licence, "training_data": data}
    write_json_file(part / "jisr.json", about)
    write_json_file(part / "curve.json", [check.record() for check in facts.state.checks])
    draw_learning_curve(facts.state.checks, part / "curve.svg")
    verified = verify_export(str(settings.output), part) if settings.verify else "not asked for"
    with Output(part / "README.md") as output:
        output.write(model_card(facts, licence, verified))
    return TrainingResult(settings.output, ChosenWeights(facts.steps, facts.scores), verified)


def write_json_file(path: Path, value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Write a value as JSON."""
    with Output(path) as output:
        output.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def verify_export(name: str, folder: Path) -> str:
    """Compare the results of both engines.

    :param name: name of the model in messages.
    :param folder: folder that is checked.
    :return: a line on how much the results differ, or why they were not compared.
    :raises ModelError: if they differ too much, or the weights are invalid.
    """
    try:
        import ctranslate2  # noqa: F401 - only to see whether it is installed
    except ImportError:
        return "not made, ctranslate2 is not installed; later: jisr model check"
    from jisr.translate.models.conversion import check_convertible
    from jisr.translate.models.conversion import verify_conversions as compare

    model = read_model(name, folder)
    try:
        check_convertible(model)
    except ModelError as error:  # the model that was trained further could not be converted either
        return f"not made, {error}"
    try:
        distances = compare(model)
    except ModelError as error:
        raise ModelError(f"the trained model does not pass its check: {error}") from None
    return ", ".join(f"{kind} within {far:.2g} of transformers" for kind, far in sorted(distances.items()))
