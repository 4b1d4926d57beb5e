"""The folder beside the output that an unfinished training lives in, and its checkpoints.

::

    training.json         what the training is, so that another one does not go on from it
    source.spm …          the vocabulary
    state.pt              the newest checkpoint: weights, optimiser, place in the data, scores so far
    weights-STEP.pt       weights of a checkpoint that may be averaged at the end
    curve.json            the scores so far, to look at

Every file appears by rename. Random numbers are made anew for each step from seed and step, so a checkpoint
need not hold their state.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jisr.errors import InputError
from jisr.storage.lock import lock
from jisr.storage.output import Output, writing
from jisr.train.data.training_batches import BatchPosition
from jisr.train.validation import DevScores

__all__ = ["CheckpointFolder", "TrainingState"]

TRAINING_SUFFIX = ".training"
TRAINING_NOTE, STATE, CURVE = "training.json", "state.pt", "curve.json"


@dataclass(slots=True)
class TrainingState:
    """State of a training.

    :param place: the next batch.
    :param kept: the steps whose weights are kept.
    :param over: whether it stopped before its budget was spent.
    :param window: since the last check, the sum of the losses, the target pieces, and the seconds.
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

    :param output: where the model will be.
    """

    def __init__(self, output: Path) -> None:
        self.folder = output.with_name(output.name + TRAINING_SUFFIX)

    @contextmanager
    def held(self, fingerprint: str) -> Iterator[None]:
        """Create the folder, or go on with what is in it, and keep other processes out of it.

        :param fingerprint: of all that decides what is learnt.
        :raises InputError: if another training was begun there, or is at work.
        :raises OutputError: if the folder cannot be made.
        """
        with writing(self.folder):
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
                # What cannot be learnt from is found out before the first checkpoint: nothing is left then.
                if not (self.folder / STATE).exists():
                    self.remove()
                raise
        finally:
            os.close(handle)

    def claim(self, fingerprint: str) -> None:
        """Note what the training is.

        :raises InputError: if another one was begun here.
        """
        note = self.folder / TRAINING_NOTE
        if note.exists() and json.loads(note.read_bytes())["fingerprint"] != fingerprint:
            raise InputError(
                f"{self.folder}: holds an unfinished training with other settings or texts; finish it with the"
                " command that it was begun with, or remove the folder"
            )
        with Output(note) as output:
            output.write(json.dumps({"fingerprint": fingerprint}))

    def load(self, trained: Any, optimizer: Any) -> TrainingState:  # noqa: ANN401 - torch's own
        """Load the newest checkpoint, if there is one.

        :param trained: the module whose weights are set.
        :param optimizer: its state is set.
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
        """Write a checkpoint, and delete kept weights that are not wanted any more.

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
        """Write the weights of a step.

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
        """Write tensors to a file that appears when it is whole.

        :raises OutputError: if the disk is full.
        """
        import torch

        with Output(path) as output, writing(path):
            try:
                torch.save(value, output.stream)
            except RuntimeError:  # what torch makes of a write that came short
                raise OSError(None, "the disk is full, or the file too large") from None

    def remove(self) -> None:
        """Delete the folder: the model is done."""
        shutil.rmtree(self.folder)
