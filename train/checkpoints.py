"""The folder of an unfinished training, beside its output, with the checkpoints.

::

    training.json         fingerprint of the training, so that another one does not resume from it
    source.spm …          the vocabulary
    state.pt              the newest checkpoint: weights, optimizer, position in the data, scores so far
    weights-STEP.pt       weights of a checkpoint that may be averaged at the end
    curve.json            the scores so far, for the user to look at

Every file appears by rename. The random numbers of each step are seeded by seed and step, so that a checkpoint need
not hold the state of a generator.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from os.path import islink
from pathlib import Path
from typing import Any

from jisr.errors import InputError
from jisr.storage.lock import lock
from jisr.storage.output import Output, part_path, writing
from jisr.train.data.training_batches import BatchPosition
from jisr.train.validation import DevScores

__all__ = ["CheckpointFolder", "TrainingState"]

TRAINING_SUFFIX = ".training"
TRAINING_NOTE, STATE, CURVE = "training.json", "state.pt", "curve.json"


@dataclass(slots=True)
class TrainingState:
    """State of a training.

    :param step: number of steps done.
    :param place: position of the next batch.
    :param seconds: seconds spent, including those of earlier runs.
    :param tokens: number of target pieces learnt from.
    :param checks: scores of all validations.
    :param kept: steps whose weights are kept.
    :param over: whether early stopping has ended the training.
    :param window: sum of the losses, number of target pieces, and seconds since the last validation.
    """

    step: int = 0
    place: BatchPosition = BatchPosition()  # noqa: RUF009 - frozen
    seconds: float = 0.0
    tokens: int = 0
    checks: list[DevScores] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    over: bool = False
    window: tuple[float, int, float] = (0.0, 0, 0.0)


class CheckpointFolder:
    """The folder of an unfinished training.

    :param output: folder of the finished model, which names that of the training.
    """

    def __init__(self, output: Path) -> None:
        self.folder = output.with_name(output.name + TRAINING_SUFFIX)

    @contextmanager
    def held(self, fingerprint: str) -> Iterator[None]:
        """Create the folder, or use the one of an earlier run, and lock it against other processes for the block.

        :param fingerprint: hash of all that determines what is learnt.
        :raises InputError: if another training was started in the folder, or is running there.
        :raises OutputError: if the folder cannot be created.
        """
        with writing(self.folder):
            if islink(self.folder):  # noqa: PTH114 - that of pathlib raises if the parent is not accessible
                raise InputError(f"{self.folder}: is a link, and the checkpoints would be kept there; remove it")
            self.folder.mkdir(exist_ok=True)
            handle = os.open(self.folder, os.O_RDONLY)
        if not lock(handle):
            os.close(handle)
            raise InputError(f"{self.folder}: another training is at work there")
        try:
            self.claim(fingerprint)
            try:
                yield
            except InputError:
                # Unusable input is found before the first checkpoint; the folder is not left behind then.
                if not (self.folder / STATE).exists():
                    self.remove()
                raise
        finally:
            os.close(handle)

    def claim(self, fingerprint: str) -> None:
        """Write the fingerprint of the training into the folder.

        :raises InputError: if another training was started in it, or it is the user's own.
        """
        note = self.folder / TRAINING_NOTE
        known = fingerprint_in(note)
        if known is None and any(path != part_path(note) for path in self.folder.iterdir()):
            raise InputError(
                f"{self.folder}: is there and holds no training, and the checkpoints would be kept there; move it away"
            )
        if known not in (None, fingerprint):
            raise InputError(
                f"{self.folder}: holds an unfinished training with other settings or texts; finish it with the"
                " command that it was begun with, or remove the folder"
            )
        with Output(note) as output:
            output.write(json.dumps({"fingerprint": fingerprint}))

    def load(self, trained: Any, optimizer: Any) -> TrainingState:  # noqa: ANN401 - torch's own
        """Load the newest checkpoint, if there is one, and return the state of the training.

        :param trained: module that receives the weights.
        :param optimizer: optimizer that receives its state.
        """
        import torch

        path = self.folder / STATE
        if not path.exists():
            return TrainingState()
        saved = torch.load(path, map_location="cpu", weights_only=True)
        trained.load_state_dict(saved["weights"])
        optimizer.load_state_dict(saved["optimizer"])
        return TrainingState(
            saved["step"],
            BatchPosition(*saved["place"]),
            saved["seconds"],
            saved["tokens"],
            [DevScores(**check) for check in saved["checks"]],
            saved["kept"],
            saved["over"],
            tuple(saved["window"]),
        )

    def save(self, state: TrainingState, trained: Any, optimizer: Any) -> None:  # noqa: ANN401 - torch's own
        """Write a checkpoint, and delete the weights of steps that are no longer kept.

        :raises OutputError: if the disk is full.
        """
        saved = {
            "step": state.step,
            "place": (state.place.round, state.place.batch),
            "seconds": state.seconds,
            "tokens": state.tokens,
            "checks": [check.record() for check in state.checks],
            "kept": state.kept,
            "over": state.over,
            "window": state.window,
            "weights": trained.state_dict(),
            "optimizer": optimizer.state_dict(),
        }
        self.write(self.folder / STATE, saved)
        with Output(self.folder / CURVE) as output:
            output.write(json.dumps(saved["checks"]))
        for path in self.folder.glob("weights-*.pt"):
            if path not in map(self.weights_path, state.kept):
                path.unlink()

    def keep(self, step: int, trained: Any) -> None:  # noqa: ANN401 - torch's own
        """Write the weights of a step, which may be averaged at the end.

        :raises OutputError: if the disk is full.
        """
        self.write(self.weights_path(step), trained.state_dict())

    def average(self, steps: list[int]) -> dict[str, Any]:
        """Return the mean of the weights of some steps."""
        import torch

        total: dict[str, Any] = {}
        for step in steps:
            one = torch.load(self.weights_path(step), map_location="cpu", weights_only=True)
            for name, tensor in one.items():
                total[name] = total[name] + tensor.double() if name in total else tensor.double()
        return {name: (tensor / len(steps)).float() for name, tensor in total.items()}

    def weights_path(self, step: int) -> Path:
        """Return the path of the weights of a step."""
        return self.folder / f"weights-{step}.pt"

    def write(self, path: Path, value: Any) -> None:  # noqa: ANN401 - tensors in dictionaries
        """Write tensors to a file that appears only when it is complete.

        :raises OutputError: if the disk is full.
        """
        import torch

        with Output(path) as output, writing(path):
            try:
                torch.save(value, output.stream)
            except RuntimeError:  # raised by torch for an incomplete write
                raise OSError(None, "the disk is full, or the file too large") from None

    def remove(self) -> None:
        """Delete the folder, when the model is finished."""
        shutil.rmtree(self.folder)


def fingerprint_in(note: Path) -> str | None:
    """Return the fingerprint of the training that a note records; None if there is no note, or it is none."""
    try:
        match json.loads(note.read_bytes()):
            case {"fingerprint": str(known)}:
                return known
    except (OSError, ValueError, RecursionError):
        pass
    return None
