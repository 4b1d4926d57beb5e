"""A complete training, from the corpora to the model folder."""

import json
import shutil
from contextlib import nullcontext
from itertools import chain
from os.path import lexists
from pathlib import Path

from jisr.errors import InputError
from jisr.storage.journal import digest
from jisr.storage.output import check_writable
from jisr.storage.output_check import check_outputs
from jisr.train.budget import Budget
from jisr.train.checkpoints import CheckpointFolder
from jisr.train.data.dataset import Dataset, read_dataset, read_dev
from jisr.train.data.mixture import Mixture
from jisr.train.data.training_batches import BatchStream
from jisr.train.data.vocabulary import Vocabulary, copy_vocabulary, make_vocabulary
from jisr.train.device import Device
from jisr.train.loop import TrainingLoop, TrainingMonitor
from jisr.train.model.network import freeze_embeddings, new_network, read_network
from jisr.train.publish.export import TrainingResult, choose_weights, publish_model
from jisr.train.publish.model_card import ModelCardInfo, read_origins
from jisr.train.settings import AUTO, TrainingOptions
from jisr.train.validation import DevSet
from jisr.translate.models.lookup import Model, find_model

__all__ = ["train"]

VOCABULARY_PAIRS = 1_000_000
"""Largest number of pairs from which a vocabulary is made."""
NEW_POLICY = "bare"
"""Normalisation policy of a new model, with which a word has the same pieces with and without vowel marks."""
COPIES = 7
"""Disk space of a training, as a number of copies of its weights: two checkpoints, the last and the next one, each with
the two moments of the optimizer, and the model. The weights that are averaged are added to it."""


def train(settings: TrainingOptions, monitor: TrainingMonitor) -> TrainingResult | None:
    """Train a model, or resume a killed run of the same training.

    :param settings: options of the training.
    :param monitor: receiver of the progress.
    :return: the result; None in a process that is not the first of several.
    :raises InputError: if settings, corpora or dev set are wrong, in which case nothing is written.
    :raises ModelError: if the model to start from cannot be used, or the result does not pass its check.
    :raises OutputError: if something cannot be written; the same call resumes from there.
    """
    check_output(settings.output)
    base = find_model(settings.base) if settings.base is not None else None
    machine = Device(settings.device, settings.threads)
    workplace = CheckpointFolder(settings.output)
    weights = [base.folder / name for name in base.files] if base else []
    check_outputs(
        [], [*settings.corpora, *settings.dev, settings.sources, *weights], folders=[settings.output, workplace.folder]
    )
    check_room(settings, base)
    origins = read_origins(settings.sources) if settings.sources else {}
    policy = settings.normalize
    if policy == AUTO:
        policy = base.normalize if base else NEW_POLICY
    dev = read_dev(settings.dev, settings.corpus_format) if settings.dev else []
    examples = read_dataset(settings.corpora, settings.corpus_format, policy, dev)
    mixture = Mixture(examples, settings)
    budget = Budget(settings.steps, settings.minutes and settings.minutes * 60)
    fingerprint = digest(
        json.dumps(settings.record()),
        base.fingerprint if base else "",
        *examples.source,
        *examples.target,
        *(text for _, pair in dev for text in (pair.source, pair.target)),
    )
    with workplace.held(fingerprint) if machine.first else nullcontext():
        if machine.first:
            give_vocabulary(settings, base, examples, mixture, workplace.folder)
        machine.wait()
        vocabulary = Vocabulary(workplace.folder)
        batches = BatchStream(examples, vocabulary, mixture, settings)
        if budget.steps is None and budget.seconds is None:
            each = settings.gradient_accumulation * machine.count
            budget.steps = max(1, round(settings.epochs * batches.per_pass / each))
        if base is not None:
            network = read_network(base, settings.dropout)
            if settings.freeze_embeddings:
                freeze_embeddings(network)
        else:
            network = new_network(vocabulary, settings.size, settings.dropout, settings.seed)
        scored = DevSet([pair for _, pair in dev], vocabulary, policy, settings.max_length) if dev else None
        state = TrainingLoop(settings, machine, network, batches, scored, workplace, monitor).run(budget)
        if not machine.first:
            return None
        chosen = choose_weights(state, network, scored, workplace)
        facts = ModelCardInfo(
            settings=settings,
            base=base,
            policy=policy,
            machine=machine.name,
            batches=batches,
            state=state,
            steps=chosen.steps,
            scores=chosen.scores,
            origins=origins,
        )
        outcome = publish_model(facts, network, workplace)
        workplace.remove()
    return outcome


def check_output(folder: Path) -> None:
    """Check that a model folder can be created, before any work is done.

    :raises InputError: if it exists.
    :raises OutputError: if its parent folder is missing or not writable.
    """
    if lexists(folder):
        raise InputError(f"{folder}: is there already; name another folder, or remove it")
    check_writable(folder)


def check_room(settings: TrainingOptions, base: Model | None) -> None:
    """Check that the disk has room for the checkpoints, unless an earlier run has already written some of them.

    :raises InputError: if it does not.
    """
    if CheckpointFolder(settings.output).folder.exists():
        return
    weights = base.parameters if base else settings.size.parameters
    need = 4 * weights * (COPIES + settings.average_checkpoints)
    free = shutil.disk_usage(settings.output.absolute().parent).free
    if free < need:
        raise InputError(
            f"{settings.output}: training takes {need / 1e6:,.1f} MB of disk, and {free / 1e6:,.1f} MB are free"
        )


def give_vocabulary(
    settings: TrainingOptions, base: Model | None, examples: Dataset, mixture: Mixture, folder: Path
) -> None:
    """Write the vocabulary into a folder, unless an earlier run has done so."""
    if (folder / "vocab.json").exists():
        return
    if base is not None:
        copy_vocabulary(base, folder)
        return
    drawn = mixture.draw(0, min(len(examples), VOCABULARY_PAIRS)).tolist()
    texts = chain.from_iterable((examples.source[index], examples.target[index]) for index in drawn)
    make_vocabulary(texts, settings.size.vocab, folder, settings.threads)
