"""A killed training is resumed where it was, and ends with the same weights."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiny

ARGUMENTS = (
    "--join 0.2 --steps 24 --valid-freq 0.25 --batch-tokens 256 --gradient-accumulation 2"
    " --learning-rate 0.01 --warmup 4 --threads 1 --save-every 0 --device cpu --no-verify --seed 7"
).split()
NEW = (
    "--vocab 200 --encoder-layers 1 --decoder-layers 1 --width 16 --feed-forward 32 --heads 2 --sentencepiece-alpha 0.1"
).split()
FURTHER = "--interpolate 0.3 --freeze-embeddings --optimizer muon".split()


def write_corpus(folder: Path) -> list[str]:
    """Write a corpus and a dev set, and return the arguments of a training on them."""
    pairs = tiny.pairs()
    random.Random(1).shuffle(pairs)
    for name, part in (("corpus.tsv", pairs[8:]), ("dev.tsv", pairs[:8])):
        text = "".join(f"{source}\t{target}\n" for source, target in part)
        (folder / name).write_text(text, encoding="utf-8")
    return [str(folder / "corpus.tsv"), "--dev", str(folder / "dev.tsv"), *ARGUMENTS]


def start(words: list[str], output: Path) -> subprocess.Popen[bytes]:
    """Start a training."""
    command = [sys.executable, "-m", "jisr", "train", *words, "-o", str(output)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_after_a_save(process: subprocess.Popen[bytes], state: Path, pause: float) -> bool:
    """Kill a training a moment after it wrote a new checkpoint, and return whether it was still running."""
    before = state.stat().st_mtime_ns if state.exists() else 0
    while process.poll() is None and (not state.exists() or state.stat().st_mtime_ns == before):
        time.sleep(0.002)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return process.returncode == -signal.SIGKILL


def compare(folder: Path, kills: int, more: list[str], seed: int = 3) -> int:
    """Train once without and once with kills, compare the folders, and return the number of kills that hit."""
    words = [*write_corpus(folder), *more]
    whole, broken = folder / "whole", folder / "broken"
    assert start(words, whole).wait() == 0
    random_numbers = random.Random(seed)
    state = folder / "broken.training" / "state.pt"
    killed = sum(kill_after_a_save(start(words, broken), state, random_numbers.uniform(0, 0.1)) for _ in range(kills))
    assert start(words, broken).wait() == 0
    for name in ("model.safetensors", "source.spm", "vocab.json", "config.json"):
        assert (whole / name).read_bytes() == (broken / name).read_bytes(), name
    left = {"corpus.tsv", "dev.tsv", "whole", "broken"}
    assert {path.name for path in folder.iterdir()} == left
    return killed


@pytest.mark.kill
def test_killed_training_ends_with_the_same_weights(tmp_path: Path) -> None:
    assert compare(tmp_path, 2, NEW) == 2


@pytest.mark.kill
def test_killed_training_of_an_existing_model_ends_with_the_same_weights(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    start = tiny.build(tmp_path_factory.mktemp("start") / "model")
    assert compare(tmp_path, 2, [*FURTHER, "--from", str(start)]) == 2
