"""Training throughput of jisr's loop, compared with transformers' Seq2SeqTrainer, which pads to the longest sentence.

Both train the same network on the same pairs, in alternating turns of equal time within one process. The throughput is
the number of target pieces per second, without padding; the time of compiling for new shapes is included.

    pip install accelerate    # needed by Seq2SeqTrainer
    python benchmarks/train.py corpus.tsv --size tiny --seconds 60 --turns 3
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from jisr.train.data.dataset import read_dataset
from jisr.train.data.mixture import Mixture
from jisr.train.data.training_batches import BatchPosition, BatchStream
from jisr.train.data.vocabulary import Vocabulary
from jisr.train.device import Device
from jisr.train.model.network import make_objective, new_network, reset_pad
from jisr.train.optimizer import OptimizerKind, make_optimizer
from jisr.train.settings import NETWORK_SIZES, TrainingOptions
from jisr.train.training import give_vocabulary
from jisr.translate.models.silence import quiet


class Ours:
    """The steps of jisr's loop, without validations and checkpoints."""

    def __init__(self, network: Any, batches: BatchStream, machine: Device) -> None:  # noqa: ANN401
        self.network, self.machine = network, machine
        self.stream = batches.start(BatchPosition())
        self.objective = machine.spread(make_objective(network, 0.1))
        self.optimizer = make_optimizer(OptimizerKind.ADAM, network, 1e-4)

    def turn(self, seconds: float) -> tuple[int, float]:
        """Train for a number of seconds, and return the number of target pieces and the seconds taken."""
        import torch

        self.network.train()
        began, tokens = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            batch = next(self.stream)
            source, target = self.machine.tensors(batch)
            with self.machine.autocast():
                loss = self.objective(source, target)
            (loss / batch.tokens).backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimizer.step()
            self.optimizer.zero_grad()
            reset_pad(self.network)
            tokens += batch.tokens
            loss.item()
        return tokens, time.perf_counter() - began


class Theirs:
    """A Seq2SeqTrainer set up as in its documentation, with the same precision."""

    def __init__(
        self,
        network: Any,  # noqa: ANN401 - MarianMTModel
        batches: BatchStream,
        machine: Device,
        folder: str,
        size: int,
    ) -> None:
        self.network, self.machine, self.folder, self.size = network, machine, folder, size
        eos = batches.vocabulary.eos
        self.pad = batches.vocabulary.pad
        usable = np.flatnonzero(batches.usable)
        sides = [side.take(usable).append(eos) for side in (batches.source, batches.target)]
        self.data = [
            {
                "input_ids": sides[0].flat[sides[0].ends[row] : sides[0].ends[row + 1]].tolist(),
                "labels": sides[1].flat[sides[1].ends[row] : sides[1].ends[row + 1]].tolist(),
            }
            for row in range(len(usable))
        ]
        self.seed = 0

    def collate(self, rows: list[dict[str, list[int]]]) -> dict[str, Any]:
        """Return a batch padded to its longest sentence, as by DataCollatorForSeq2Seq."""
        import torch

        longest = {key: max(len(row[key]) for row in rows) for key in ("input_ids", "labels")}
        fill = {"input_ids": self.pad, "labels": -100}
        padded = {
            key: torch.tensor([row[key] + [fill[key]] * (longest[key] - len(row[key])) for row in rows])
            for key in longest
        }
        self.tokens += int((padded["labels"] != -100).sum())
        given = self.network.prepare_decoder_input_ids_from_labels(padded["labels"])
        return padded | {"attention_mask": padded["input_ids"] != self.pad, "decoder_input_ids": given}

    def turn(self, seconds: float) -> tuple[int, float]:
        """Train for a number of seconds, and return the number of target pieces and the seconds taken."""
        from transformers import PrinterCallback, Seq2SeqTrainer, Seq2SeqTrainingArguments, TrainerCallback

        class Stop(TrainerCallback):
            """Ends a turn when its time is over; the clock starts when training begins."""

            def on_train_begin(self, args: Any, state: Any, control: Any, **more: Any) -> None:  # noqa: ANN401, ARG002
                self.began = time.perf_counter()

            def on_step_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:  # noqa: ANN401, ARG002
                if time.perf_counter() - self.began >= seconds:
                    control.should_training_stop = True

        self.tokens, self.seed = 0, self.seed + 1
        stop = Stop()
        arguments = Seq2SeqTrainingArguments(
            self.folder,
            per_device_train_batch_size=self.size,
            max_steps=10**6,
            bf16=self.machine.half,
            use_cpu=not self.machine.cuda,
            label_smoothing_factor=0.1,
            learning_rate=1e-4,
            logging_strategy="no",
            save_strategy="no",
            report_to=[],
            remove_unused_columns=False,
            disable_tqdm=True,
            seed=self.seed,
            dataloader_pin_memory=self.machine.cuda,
        )
        with quiet():
            trainer = Seq2SeqTrainer(self.network, arguments, self.collate, self.data, callbacks=[stop])
            trainer.remove_callback(PrinterCallback)
            trainer.train()
        return self.tokens, time.perf_counter() - stop.began


def measured(settings: TrainingOptions, seconds: float, turns: int) -> Iterator[tuple[str, int, float]]:
    """Train in turns, and yield the name, the number of target pieces and the seconds of each."""
    examples = read_dataset(settings.corpora, None, "bare", [])
    mixture, machine = Mixture(examples, settings), Device(settings.device, settings.threads)
    with tempfile.TemporaryDirectory() as folder:
        give_vocabulary(settings, None, examples, mixture, Path(folder))
        vocabulary = Vocabulary(Path(folder))
        batches = BatchStream(examples, vocabulary, mixture, settings)
        networks = [new_network(vocabulary, settings.size, settings.dropout, 1) for _ in range(2)]
        # As many sentences in a batch as ours have on average, so that the steps are comparable.
        rows = round(batches.size / len(batches.make(0)))
        ours = Ours(networks[0], batches, machine)
        theirs = Theirs(networks[1], batches, machine, folder, rows)
        with closing(ours.stream):
            for _ in range(turns):
                yield "jisr", *ours.turn(seconds)
                yield "Seq2SeqTrainer", *theirs.turn(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description="Training throughput against transformers' Seq2SeqTrainer.")
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("--size", default="tiny", choices=sorted(NETWORK_SIZES))
    parser.add_argument("--vocab", type=int)
    parser.add_argument("--batch-tokens", type=int, default=4096)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    size = NETWORK_SIZES[given.size] if given.vocab is None else replace(NETWORK_SIZES[given.size], vocab=given.vocab)
    settings = TrainingOptions(
        corpora=tuple(given.corpus),
        output=Path("unused"),
        size=size,
        batch_tokens=given.batch_tokens,
        threads=given.threads,
    )
    totals: dict[str, list[float]] = {}
    for who, tokens, seconds in measured(settings, given.seconds, given.turns):
        total = totals.setdefault(who, [0.0, 0.0])
        total[0] += tokens
        total[1] += seconds
        if not given.json:
            print(f"{who}: {tokens / seconds:,.0f} target tokens/s over {seconds:.0f} s", flush=True)
    speeds = {who: tokens / seconds for who, (tokens, seconds) in totals.items()}
    if given.json:
        print(json.dumps(speeds))
    else:
        ratio = speeds["jisr"] / speeds["Seq2SeqTrainer"]
        print(", ".join(f"{who} {speed:,.0f}" for who, speed in speeds.items()), f"target tokens/s: {ratio:.2f} ×")


if __name__ == "__main__":
    main()
