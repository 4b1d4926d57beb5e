"""The training loop.

transformers' Seq2SeqTrainer is not used, for three reasons: it pads each batch to its longest sentence, so that kernels
are compiled for every new shape; it has neither budgets in minutes nor weights of sources; and to resume, it reads the
data again from the start. The network and the decoding of the dev set are those of transformers.
"""

import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from jisr.errors import InputError
from jisr.train.budget import Budget, rate
from jisr.train.checkpoints import CheckpointFolder, TrainingState
from jisr.train.data.training_batches import BatchStream, TrainingBatch
from jisr.train.device import Device
from jisr.train.model.network import make_objective, reset_pad
from jisr.train.model.weight_interpolation import WeightInterpolation
from jisr.train.optimizer import make_optimizer
from jisr.train.settings import TrainingOptions
from jisr.train.validation import DevScores, DevSet

__all__ = ["TrainingLoop", "TrainingMonitor", "best_first"]

GRADIENT_CLIP = 1.0
"""Largest norm of the gradient of a step."""
REPORT_INTERVAL = 1.0
"""Least number of seconds between two reads of the loss, each of which waits for a GPU to finish its queue."""


class TrainingMonitor(Protocol):
    """Receives the progress of a training."""

    def check(self, check: DevScores) -> None:
        """Receive the scores of a validation."""

    def progress(self, share: float, loss: float, speed: float) -> None:
        """Receive the share of the budget that is spent, the last loss, and target pieces a second."""


@dataclass(slots=True)
class LossWindow:
    """Sums since the last validation.

    :param loss: sum of the losses of this process, on the device.
    :param tokens: number of target pieces of all processes.
    :param seconds: time of the steps.
    """

    loss: Any = 0.0
    tokens: int = 0
    seconds: float = 0.0


class TrainingLoop:
    """A training from its last checkpoint, if any, to its end.

    :param settings: options of the training.
    :param machine: device and other processes.
    :param network: MarianMTModel in float32.
    :param batches: batches of all processes.
    :param dev: set on which drafts are scored; None for no scores.
    :param workplace: folder of the checkpoints.
    :param monitor: receiver of the progress.
    """

    def __init__(
        self,
        settings: TrainingOptions,
        machine: Device,
        network: Any,  # noqa: ANN401 - MarianMTModel
        batches: BatchStream,
        dev: DevSet | None,
        workplace: CheckpointFolder,
        monitor: TrainingMonitor,
    ) -> None:
        self.settings = settings
        self.machine = machine
        self.network = network
        self.batches = batches
        self.dev = dev
        self.workplace = workplace
        self.monitor = monitor
        self.anchor = WeightInterpolation(network, settings.interpolate)  # before a checkpoint replaces its weights
        plain = make_objective(network, settings.label_smoothing).to(machine.device)
        self.parameters = [each for each in network.parameters() if each.requires_grad]
        self.optimizer = make_optimizer(settings.optimizer, network, settings.peak, half=machine.half)
        self.state = workplace.load(network, self.optimizer)
        self.objective = machine.spread(plain)
        self.window = LossWindow(*self.state.window)
        self.saved = self.shown = time.monotonic()

    def run(self, budget: Budget) -> TrainingState:
        """Train until the budget is spent or early stopping ends the training, and return its state.

        :raises OutputError: if a checkpoint cannot be written.
        :raises InputError: if the loss is infinite or NaN.
        """
        state, settings = self.state, self.settings
        budget.spent += state.seconds
        self.network.train()
        if settings.base is not None and not state.checks:
            self.check(budget, 0.0)
        share = self.share(budget)
        with closing(self.steps()) as steps:
            while share < 1 and not state.over:
                began = time.monotonic()
                due = settings.validations(share, state.step)
                learning_rate = settings.peak * rate(
                    settings.schedule, state.step + 1, settings.warmup, share, settings.decay_share
                )
                self.step(next(steps), learning_rate)
                self.window.seconds += time.monotonic() - began
                share = self.share(budget)
                self.show(share)
                if settings.validations(share, state.step) > due:
                    self.check(budget, learning_rate)
                elif time.monotonic() - self.saved >= settings.save_every:
                    self.save(budget)
        return state

    def show(self, share: float) -> None:
        """Report the progress, at most once per :data:`REPORT_INTERVAL`."""
        if time.monotonic() - self.shown >= REPORT_INTERVAL:
            self.shown = time.monotonic()
            window = self.window
            loss = float(window.loss) * self.machine.count / window.tokens
            self.monitor.progress(share, loss, window.tokens / window.seconds)

    def share(self, budget: Budget) -> float:
        """Return the share of the budget that is spent, by the clock of the first process."""
        return self.machine.agree(budget.share(self.state.step))

    def steps(self) -> Generator[list[TrainingBatch]]:
        """Yield the batches of each step, those of all processes."""
        count = self.settings.gradient_accumulation * self.machine.count
        with closing(self.batches.start(self.state.place)) as stream:
            while True:
                yield list(islice(stream, count))

    def step(self, batches: list[TrainingBatch], learning_rate: float) -> None:
        """Update the weights once.

        :param batches: batches of the step, those of all processes.
        :param learning_rate: learning rate of the step.
        """
        import torch

        state, machine = self.state, self.machine
        tokens = sum(batch.tokens for batch in batches)
        # Dropout depends on the step alone, not on what came before it, so that a training can resume at any step.
        torch.manual_seed((self.settings.seed << 31) + (state.step * machine.count + machine.rank))
        for batch in batches[machine.rank :: machine.count]:
            source, target = machine.tensors(batch)
            with machine.autocast():
                total = self.objective(source, target)
            # Gradients are averaged over the processes, but their sum is needed.
            (total * (machine.count / tokens)).backward()
            self.window.loss += total.detach()
        torch.nn.utils.clip_grad_norm_(self.parameters, GRADIENT_CLIP)
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        reset_pad(self.network)
        state.step += 1
        state.tokens += tokens
        state.place = batches[-1].after
        self.window.tokens += tokens

    def check(self, budget: Budget, learning_rate: float) -> None:
        """Score drafts of the dev set, keep the weights if they are among the best, and write a checkpoint.

        :raises InputError: if the loss is infinite or NaN.
        """
        state, window, machine = self.state, self.window, self.machine
        loss = float(window.loss) * machine.count / window.tokens if window.tokens else None
        self.window = LossWindow()
        if loss is not None and not loss < float("inf"):
            raise InputError(
                f"the loss is no number any more after {state.step} steps; "
                "take a lower learning rate or a longer warmup"
            )
        if machine.first:
            with self.anchor.result(self.network):
                scores = self.dev.scores(self.network) if self.dev else {}
                state.checks.append(
                    DevScores(
                        state.step,
                        round(budget.elapsed, 1),
                        state.tokens,
                        loss,
                        learning_rate,
                        window.tokens / window.seconds if window.seconds else 0.0,
                        **scores,
                    )
                )
                best = best_first(state.checks)
                state.kept = [check.step for check in best[: self.settings.average_checkpoints]]
                if state.step in state.kept:
                    self.workplace.keep(state.step, self.network)
            state.over = 0 < self.settings.early_stopping <= len(state.checks) - 1 - state.checks.index(best[0])
            self.monitor.check(state.checks[-1])
        state.over = bool(machine.agree(float(state.over)))
        self.save(budget)

    def save(self, budget: Budget) -> None:
        """Write a checkpoint."""
        self.state.seconds = budget.elapsed
        self.state.window = float(self.window.loss), self.window.tokens, self.window.seconds
        if self.machine.first:
            self.workplace.save(self.state, self.network, self.optimizer)
        self.saved = time.monotonic()


def best_first(checks: list[DevScores]) -> list[DevScores]:
    """Return the validations by descending chrF, the earlier of equals first; without a dev set, the newest first."""
    return sorted(checks, key=lambda check: -check.step if check.chrf is None else -check.chrf)
