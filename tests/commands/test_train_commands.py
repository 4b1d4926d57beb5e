"""The command ``train``: new models, models that are trained further, and bad input."""

import json
import random
import shutil
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tiny

from jisr.cli import main
from jisr.translate import Translator
from jisr.translate.models.lookup import find_model

QUICK = "--batch-tokens 512 --threads 1 --device cpu".split()
SMALL = [*"--vocab 200 --encoder-layers 1 --decoder-layers 1 --width 32 --feed-forward 64 --heads 2".split(), *QUICK]
PAIRS = tiny.pairs()
random.Random(1).shuffle(PAIRS)


def write(path: Path, pairs: list[tuple[str, str]], origin: str = "") -> str:
    end = f"\t\t{origin}" if origin else ""
    path.write_text("".join(f"{s}\t{t}{end}\n" for s, t in pairs), encoding="utf-8")
    return str(path)


@pytest.fixture(autouse=True)
def _threads() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    return write(tmp_path / "corpus.tsv", PAIRS[20:], "stories"), write(tmp_path / "dev.tsv", PAIRS[:20])


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    try:
        main(["train", *words])
        code = 0
    except SystemExit as done:
        code = int(done.code or 0)
    return code, capsys.readouterr().err


def test_train_a_new_model_and_train_it_further(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = write(tmp_path / "corpus.tsv", PAIRS[100:], "stories")
    dev = write(tmp_path / "dev.tsv", PAIRS[:100])
    (tmp_path / "sources.tsv").write_text("stories\ta made-up town\tCC0\n", encoding="utf-8")
    first, further = tmp_path / "first", tmp_path / "further"
    words = [*SMALL, "--steps", "40", "--valid-freq", "0.5", "--learning-rate", "0.01", "--warmup", "5", "--seed", "3"]
    given = ["--dev", dev, "--sources", str(tmp_path / "sources.tsv"), "--licence", "CC0", "-o", str(first)]
    code, messages = run(capsys, corpus, *words, *given)
    assert code == 0, messages
    lines = messages.splitlines()
    assert lines[0].startswith("step 20, ")
    assert "chrF" in lines[1]
    assert "int8 (letters) within" in lines[-1]
    model = find_model(str(first))
    assert (model.normalize, model.licence, model.pad) == ("bare", "CC0", model.vocab_size - 1)
    record = json.loads((first / "curve.json").read_text())
    assert [check["step"] for check in record] == [20, 40]
    assert record[1]["loss"] < record[0]["loss"]
    card = (first / "README.md").read_text(encoding="utf-8")
    assert "| stories | 500 | 100.0 % | a made-up town | CC0 |" in card
    assert "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp" in card
    assert "![loss and scores over the steps](curve.svg)" in card
    drawing = (first / "curve.svg").read_text(encoding="utf-8")
    assert all(words in drawing for words in (">training loss", ">chrF2", ">BLEU", ">40<", ">steps<"))
    drafts = [each.target for each in Translator.load(str(first)).translate([PAIRS[0][0]])]
    assert drafts[0]

    code, messages = run(
        capsys,
        corpus,
        "--from",
        str(first),
        *QUICK,
        "--epochs",
        "1",
        "--valid-freq",
        "1",
        "--dev",
        dev,
        "-o",
        str(further),
    )
    assert code == 0, messages
    assert messages.startswith("step 0, ")  # the initial weights are scored, and kept if none are better
    assert (further / "source.spm").read_bytes() == (first / "source.spm").read_bytes()
    assert "trained further from" in (further / "README.md").read_text(encoding="utf-8")
    assert not list(tmp_path.glob("*.training")) + list(tmp_path.glob(".*.part"))


def test_embedding_of_pad_is_set_to_zero(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.build(tmp_path / "odd", pad_row=0.5)
    output = tmp_path / "out"
    code, messages = run(capsys, files[0], "--from", str(tmp_path / "odd"), *QUICK, "--steps", "2", "-o", str(output))
    assert code == 0, messages
    from safetensors.numpy import load_file

    model = find_model(str(output))
    assert not load_file(model.path)["model.shared.weight"][model.pad].any()


def test_interpolation_keeps_a_share_of_the_initial_weights(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    from safetensors.numpy import load_file

    tiny.build(tmp_path / "start")
    words = [*"--steps 6 --valid-freq 0.3333 --no-verify --learning-rate 0.05".split(), *QUICK]
    words += [files[0], "--from", str(tmp_path / "start")]
    trained = {}
    for share in ("0", "0.25"):
        output = tmp_path / share
        code, messages = run(capsys, *words, "--interpolate", share, "-o", str(output))
        assert code == 0, messages
        trained[share] = load_file(output / "model.safetensors")
    initial = load_file(tmp_path / "start" / "model.safetensors")
    for name, value in trained["0.25"].items():
        between = 0.25 * initial[name].astype("f4") + 0.75 * trained["0"][name].astype("f4")
        assert np.allclose(value, between, rtol=0.002, atol=0.001)  # half precision
    assert "interpolate 0.25" in (tmp_path / "0.25" / "README.md").read_text(encoding="utf-8")
    code, messages = run(capsys, files[0], *SMALL, "--interpolate", "0.5", "-o", str(tmp_path / "none"))
    assert (code, "nothing to interpolate with but a model to start from" in messages) == (2, True)


def test_frozen_embeddings_are_unchanged(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    from safetensors.numpy import load_file

    tiny.build(tmp_path / "start")
    words = [files[0], "--from", str(tmp_path / "start"), *QUICK, "--steps", "3", "--no-verify"]
    code, messages = run(capsys, *words, "--freeze-embeddings", "-o", str(tmp_path / "out"))
    assert code == 0, messages
    initial, trained = (load_file(tmp_path / name / "model.safetensors") for name in ("start", "out"))
    moved = {name for name, value in trained.items() if (value != initial[name].astype("f2")).any()}
    assert "model.shared.weight" not in moved
    assert "model.decoder.layers.0.fc1.weight" in moved
    code, messages = run(capsys, files[0], *SMALL, "--freeze-embeddings", "-o", str(tmp_path / "none"))
    assert (code, "random embeddings must learn" in messages) == (2, True)


def test_validations_score_the_interpolated_weights(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.build(tmp_path / "start")
    words = [*"--steps 6 --valid-freq 0.3333 --no-verify --learning-rate 0.05".split(), *QUICK]
    words += [files[0], "--dev", files[1], "--from", str(tmp_path / "start")]
    scores = {}
    for share in ("0", "0.9999999"):
        output = tmp_path / share
        assert run(capsys, *words, "--interpolate", share, "-o", str(output))[0] == 0
        scores[share] = [check["chrf"] for check in json.loads((output / "curve.json").read_text())]
    assert len(set(scores["0"])) > 1
    # Almost nothing is learnt, so that every validation has the initial score.
    assert set(scores["0.9999999"]) == {scores["0"][0]}


def test_model_that_cannot_be_converted_is_not_checked(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.build(tmp_path / "start", separate_vocabs=True)
    words = [files[0], "--from", str(tmp_path / "start"), *QUICK, "--steps", "2", "--freeze-embeddings"]
    code, messages = run(capsys, *words, "-o", str(tmp_path / "out"))
    assert code == 0, messages
    assert "check in both engines: not made, " in messages
    assert "vocabularies of their own" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert Translator.load(str(tmp_path / "out"), engine="transformers")


def test_early_stopping_and_training_without_a_dev_set(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        *SMALL,
        "--steps",
        "12",
        "--valid-freq",
        "0.0833",
        "--no-verify",
        "--learning-rate",
        "1e-9",
        "--dev",
        files[1],
    ]
    code, messages = run(capsys, files[0], *words, "--early-stopping", "2", "-o", str(tmp_path / "stopped"))
    assert code == 0, messages
    assert messages.count("\nstep ") + 1 == 3  # the first is the best, and two more are not better
    code, messages = run(
        capsys, files[0], *SMALL, "--steps", "6", "--valid-freq", "0.1667", "--no-verify", "-o", str(tmp_path / "b")
    )
    assert code == 0, messages
    assert "the weights of step 3, 4, 5, 6" in messages
    assert "there was no dev set" in (tmp_path / "b" / "README.md").read_text(encoding="utf-8")


def test_bad_input_is_reported_in_one_line_and_leaves_no_files(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, dev = files
    empty = write(tmp_path / "empty.tsv", [])
    half = write(tmp_path / "half.tsv", [*PAIRS[:2], ("قال", " ")])
    other = tiny.build(tmp_path / "bart")
    config = json.loads((other / "config.json").read_text())
    (other / "config.json").write_text(json.dumps(config | {"model_type": "bart"}))
    (tmp_path / "there").mkdir()
    output = tmp_path / "out"
    cases = [
        ([empty], f"{empty}: no pairs to learn from"),
        ([corpus, "--dev", empty], f"{empty}: no pairs to score drafts on"),
        ([half], f"{half}:3: a pair without its target"),
        ([corpus, dev, "--dev", dev], f"{dev}:1 says on its source side what {dev}:1 of the dev set says"),
        ([corpus, "--from", str(other)], "model_type is 'bart', not 'marian'"),
        ([corpus, "--from", "nothing"], "no such folder"),
        ([corpus, "--steps", "0"], "--steps is 0, must be 1 to 1,000,000,000"),
        ([corpus, "--epochs", "inf"], "--epochs is inf, must be above 0 and at most 1,000,000,000"),
        ([corpus, "--minutes", "inf"], "--minutes is inf, must be above 0 and at most 1,000,000,000"),
        ([corpus, "--threads", "100000"], "threads is 100000, must be 0 to 1,024"),
        ([corpus, "--seed", "4294967296"], "--seed is 4294967296, must be 0 to 4,294,967,295"),
        ([corpus, "--batch-tokens", "99999999999"], "must be 16 to 1,000,000"),
        ([corpus, "--epochs", "3", "--steps", "9"], "epochs are no budget beside steps"),
        ([corpus, "--early-stopping", "3"], "early stopping needs a dev set"),
        (
            [corpus, "--decay-share", "0.1"],
            "the decay share is that of warmup-stable-decay, and the schedule is cosine",
        ),
        ([corpus, "--from", "builtin", "--width", "64"], "the model to start from has its own size"),
        ([corpus, "--vocab", "10"], "no vocabulary of 10 pieces"),
        ([corpus, "--size", "huge"], "size 'huge' is not known; it can be tiny, small, base"),
        ([corpus, "--width", "33"], "width is 33, must be a multiple of 2 and of the 2 heads"),
        ([corpus, "--weight", "stories"], "must be SOURCE=W"),
        ([corpus, "--weight", "tales=2"], "no such source; there are stories"),
        ([corpus, "--device", "tpu"], "device 'tpu' is not on this machine"),
        ([corpus, "--max-length", "4"], "no pair to learn from has at most 4 pieces a side"),
        ([str(tmp_path / "missing.tsv")], "no such file"),
        ([corpus, "-o", str(tmp_path / "there")], "is there already"),
    ]
    before = sorted(path.name for path in tmp_path.iterdir())
    for words, expected in cases:
        code, messages = run(capsys, "-o", str(output), *(QUICK if "--from" in words else SMALL), *words)
        assert (code, messages.count("\n")) == (2, 1), (words, messages)
        assert expected in messages
        assert sorted(path.name for path in tmp_path.iterdir()) == before, words
    code, messages = run(capsys, corpus, "-o", str(tmp_path / "no" / "out"), *SMALL)
    assert (code, messages.count("\n")) == (1, 1)


def test_full_disk_is_reported_before_training(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 1000))
    code, messages = run(capsys, files[0], "-o", str(tmp_path / "out"), "--size", "base")
    assert (code, messages.count("\n")) == (2, 1)
    assert "MB of disk" in messages
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.tsv", "dev.tsv"]


def test_disk_that_fills_up_is_reported_in_one_line_and_the_run_resumes(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import transformers.modeling_utils
    from safetensors import SafetensorError

    def full(*_args: object, **_more: object) -> None:
        raise SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")

    words = [files[0], *SMALL, "--steps", "2", "--no-verify", "-o", str(tmp_path / "out")]
    with monkeypatch.context() as changed:
        changed.setattr(transformers.modeling_utils, "safe_save_file", full)
        code, messages = run(capsys, *words)
    assert code == 1
    assert messages.splitlines()[-1].startswith("jisr: ")
    assert "No space left on device" in messages.splitlines()[-1]
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out.training"]
    usage = namedtuple("usage", "total used free")
    # The folder of the first run is there, so that no more room is required.
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 1000))
    assert run(capsys, *words)[0] == 0
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out"]


def test_other_training_cannot_resume_from_the_folder(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jisr.errors import InputError
    from jisr.train.checkpoints import CheckpointFolder

    place = CheckpointFolder(tmp_path / "out")
    with place.held("one"):
        (tmp_path / "out.training" / "state.pt").touch()
        with pytest.raises(InputError, match="another training is at work"), place.held("one"):
            pass
    with pytest.raises(InputError, match="other settings or texts"), place.held("two"):
        pass
