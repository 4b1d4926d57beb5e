"""Conversions to CTranslate2, and their verification by known answers."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import pytest
import tiny
from command_line import CommandLine

from jisr.cli import main
from jisr.errors import ModelError
from jisr.translate.models import conversion
from jisr.translate.models.conversion import Quantization, conversions, converted, damage, forget_conversions
from jisr.translate.models.listing import describe_model, model_facts
from jisr.translate.models.lookup import find_model
from jisr.translate.models.trimming import DEFAULT_TRIM, kept_pieces
from jisr.translate.models.verification import compare_answers, known_answers


@pytest.fixture(autouse=True)
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JISR_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "ct2"


def check(folder: Path) -> int:
    """Run ``jisr model check`` and return its exit code."""
    with pytest.raises(SystemExit) as done:
        main(["model", "check", str(folder)])
    assert isinstance(done.value.code, int)
    return done.value.code


@pytest.mark.parametrize("quantization", ["int8", "float16", "float32"])
@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_conversion_answers_like_transformers(
    tmp_path: Path, quantization: Quantization, dtype: str, capfd: pytest.CaptureFixture[str]
) -> None:
    model = find_model(
        str(tiny.build(tmp_path / "m", layers=2, eos_id=5, dtype="float16" if dtype == "float16" else "float32"))
    )
    folder = converted(model, quantization)
    assert converted(model, quantization) == folder
    assert [each.quantization for each in conversions(model)] == [quantization]
    assert json.loads((folder / "config.json").read_text(encoding="utf-8"))["add_source_eos"] is False
    assert capfd.readouterr() == ("", "")


def test_weights_in_both_formats_give_the_same_answers(tmp_path: Path) -> None:
    forms = [find_model(str(tiny.build(tmp_path / form, weights=form))) for form in ("safetensors", "bin", "both")]
    assert [model.weights for model in forms] == ["model.safetensors", "pytorch_model.bin", "model.safetensors"]
    answers = [known_answers(model) for model in forms]
    drafts = [[answer.target for answer in each] for each in answers]
    assert drafts[0] == drafts[1] == drafts[2]
    assert any(drafts[0])
    for others in answers[1:]:
        for one, other in zip(answers[0], others, strict=True):
            assert one.scores == pytest.approx(other.scores, abs=1e-4)


def test_cached_conversion_imports_no_large_library(tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "m")
    converted(find_model(str(folder)), "int8")
    heavy = "torch transformers huggingface_hub".split()
    code = (
        "import sys\nfrom jisr.translate.models.lookup import find_model\n"
        "from jisr.translate.models.conversion import converted\n"
        f"converted(find_model({str(folder)!r}), 'int8')\n"
        f"loaded = [name for name in {heavy} if name in sys.modules]\nassert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_other_weights_are_converted_again(tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "m", seed=1)
    first = converted(find_model(str(folder)), "int8")
    tiny.build(folder, seed=2)
    assert converted(find_model(str(folder)), "int8") != first


def test_pad_row_that_is_not_zero_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tiny.build(tmp_path / "m", pad_row=0.01)
    with pytest.raises(ModelError, match=r"the embedding of <pad> has length 0\.0566, not 0"):
        converted(find_model(str(folder)), "int8")
    assert check(folder) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_separate_vocabularies_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"vocabularies of their own.*use transformers"):
        converted(find_model(str(tiny.build(tmp_path / "m", separate_vocabs=True))), "int8")


def test_pad_that_is_not_last_is_refused(tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "m")
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    pad, other = vocabulary["<pad>"], 7
    vocabulary = {piece: {pad: other, other: pad}.get(number, number) for piece, number in vocabulary.items()}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    config |= {"pad_token_id": other, "decoder_start_token_id": other}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ModelError, match="<pad> is 7 and not the last piece"):
        converted(find_model(str(folder)), "int8")


def test_missing_tensor_and_nan_values_are_refused(tmp_path: Path) -> None:
    import numpy as np
    from safetensors.numpy import load_file, save_file

    folder = tiny.build(tmp_path / "m")
    tensors = load_file(folder / "model.safetensors")
    gone = tensors.pop("model.encoder.layers.0.fc1.weight")
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"lacks 1 tensors, the first model.encoder.layers.0.fc1.weight"):
        converted(find_model(str(folder)), "int8")
    tensors["model.encoder.layers.0.fc1.weight"] = np.full_like(gone, np.nan)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"fc1.weight holds values that are no numbers"):
        converted(find_model(str(folder)), "int8")


def test_weights_that_do_not_load_are_an_error_of_one_line(tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "m", weights="bin")
    (folder / "pytorch_model.bin").write_bytes(bytes(200_000))
    with pytest.raises(ModelError, match=r"pytorch_model.bin: cannot be loaded") as caught:
        converted(find_model(str(folder)), "int8")
    assert "\n" not in str(caught.value)


def test_corrupt_tensor_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from safetensors.numpy import load_file, save_file

    folder = tiny.build(tmp_path / "m")
    drafts = {answer.sentence: answer.draft for answer in known_answers(find_model(str(folder)))}
    sentence, draft = max(drafts.items(), key=lambda item: len(item[1]))
    settings = {"known": {sentence: [draft.lower().strip()]}}
    (folder / "jisr.json").write_text(json.dumps(settings), encoding="utf-8")
    assert check(folder) == 0
    assert "int8 (letters) right" in capsys.readouterr().out
    tensors = load_file(folder / "model.safetensors")
    tensors["model.decoder.layers.0.fc2.weight"] *= -1
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    assert check(folder) == 1
    message = capsys.readouterr().err
    assert "without" in message
    assert message.count("\n") == 1


def zeroed(path: Path) -> None:
    """Overwrite the last 60,000 bytes of a file, or all, by zeros, and restore its times."""
    times = path.stat()
    data = path.read_bytes()
    path.write_bytes(data[: -len(data[-60_000:])] + bytes(len(data[-60_000:])))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def emptied(folder: Path) -> None:
    """Delete the files in a folder."""
    for path in folder.iterdir():
        path.unlink()


def flipped(path: Path) -> None:
    """Flip one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "model.bin: zeros": lambda folder: zeroed(folder / "model.bin"),
    "model.bin: a bit": lambda folder: flipped(folder / "model.bin"),
    "model.bin: cut": lambda folder: os.truncate(folder / "model.bin", 1000),
    "model.bin: empty": lambda folder: os.truncate(folder / "model.bin", 0),
    "model.bin: missing": lambda folder: (folder / "model.bin").unlink(),
    "vocabulary: a bit": lambda folder: flipped(folder / "target_vocabulary.json"),
    "vocabulary: missing": lambda folder: (folder / "target_vocabulary.json").unlink(),
    "settings: empty": lambda folder: os.truncate(folder / "config.json", 0),
    "note: {}": lambda folder: (folder / "jisr.json").write_text("{}", encoding="utf-8"),
    "note: empty": lambda folder: os.truncate(folder / "jisr.json", 0),
    "note: missing": lambda folder: (folder / "jisr.json").unlink(),
    "folder: empty": emptied,
}
"""What an accident does to the folder of a conversion, by name."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.build(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def intact(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JISR_CACHE", str(tmp_path_factory.mktemp("cache")))
        return converted(find_model(str(folder)), "int8")


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_is_found(intact: Path, tmp_path: Path, kind: str) -> None:
    copy = shutil.copytree(intact, tmp_path / "copy")
    assert damage(copy) is None
    DAMAGES[kind](copy)
    assert damage(copy)


@pytest.mark.parametrize("kind", ["model.bin: zeros", "note: {}", "folder: empty"])
def test_damaged_conversion_is_made_anew_once(folder: Path, kind: str, jisr: CommandLine) -> None:
    words = ("translate", "--model", folder, "--no-retry", "-")
    right = jisr(*words, stdin="عاد المعلم من السوق القديم.\n")
    assert (right.code, right.err.count("\n")) == (0, 1)
    made = converted(find_model(str(folder)), "int8")
    contents = {path.name: path.read_bytes() for path in made.iterdir()}
    DAMAGES[kind](made)
    checked = jisr("model", "check", folder)
    assert (checked.code, checked.out, checked.err.count("\n")) == (1, "", 1)
    assert f"{made}: damaged: " in checked.err
    for quiet in (jisr("model", "list"), jisr("model", "info", folder)):
        assert (quiet.code, quiet.err) == (0, "")
    mended = jisr(*words, stdin="عاد المعلم من السوق القديم.\n")
    assert (mended.code, mended.out, mended.err.count("\n")) == (0, right.out, 2)
    assert mended.err.startswith(f"jisr: {made}: damaged: ")
    assert {path.name: path.read_bytes() for path in made.iterdir()} == contents
    assert jisr(*words, stdin="عاد المعلم.\n").err.count("\n") == 1
    assert jisr("model", "check", folder).code == 0


def test_conversion_of_another_model_is_detected(tmp_path: Path) -> None:
    one, two = (find_model(str(tiny.build(tmp_path / str(seed), seed=seed))) for seed in (0, 1))
    for quantization in ("int8", "float32"):
        with pytest.raises(ModelError, match="away from transformers on average"):
            compare_answers(
                converted(two, quantization), known_answers(one, kept_pieces(one, DEFAULT_TRIM)), quantization
            )


@pytest.mark.parametrize(
    "note",
    ["[]", '{"name": "m"}', '{"name": 1, "quantization": "int9"}', "\udcff", "[" * 20_000, '{"files": {"a": 1}}'],
)
def test_conversion_with_an_unreadable_note_is_none(tmp_path: Path, cached: Path, note: str) -> None:
    folder = tiny.build(tmp_path / "m")
    model = find_model(str(folder))
    damaged = converted(model, "int8")
    (damaged / "jisr.json").write_text(note, encoding="utf-8", errors="surrogateescape")
    assert conversions() == []
    assert dict(describe_model(model)).keys().isdisjoint({"int8", "arithmetic"})
    assert model_facts(model)["conversions"] == []
    assert check(folder) == 1
    other = converted(find_model(str(tiny.build(tmp_path / "other", seed=1))), "int8")
    forget_conversions(model.name, model.revision)
    assert list(cached.iterdir()) == [other]


@pytest.mark.kill
def test_killed_conversion_is_made_again(tmp_path: Path, cached: Path) -> None:
    folder = tiny.build(tmp_path / "m")
    code = (
        "import os, signal\nfrom jisr.translate.models import conversion, verification\n"
        "from jisr.translate.models.lookup import find_model\n"
        "verification.compare_answers = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"conversion.converted(find_model({str(folder)!r}), 'int8')"
    )
    killed = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    assert sorted(path.suffix for path in cached.iterdir()) == [".lock", ".part"]
    (leftover,) = cached.glob("*.part")
    assert len(list(leftover.glob("*/model.bin"))) == 1
    model = find_model(str(folder))
    assert conversions() == []
    complete = converted(model, "int8")
    assert list(cached.iterdir()) == [complete]


@pytest.mark.kill
def test_of_many_processes_one_converts(tmp_path: Path, cached: Path) -> None:
    folder = tiny.build(tmp_path / "m")
    code = (
        "import sys\nfrom jisr.translate.models.conversion import converted\n"
        "from jisr.translate.models.lookup import find_model\n"
        f"model = find_model({str(folder)!r})\nprint('ready', flush=True)\nsys.stdin.readline()\n"
        "converted(model, 'int8')\nprint('torch' in sys.modules)"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    many = [subprocess.Popen([sys.executable, "-c", code], **pipes) for _ in range(6)]  # type: ignore[call-overload]
    assert [each.stdout.readline() for each in many] == ["ready\n"] * 6
    for each in many:
        each.stdin.write("go\n")
        each.stdin.flush()
    outputs = [each.communicate()[0] for each in many]
    assert sorted(outputs) == ["False\n"] * 5 + ["True\n"]
    assert len(list(cached.iterdir())) == 1


def test_where_nothing_can_be_locked_the_first_conversion_stays(
    tmp_path: Path, cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = find_model(str(tiny.build(tmp_path / "m")))
    real = conversion.convert_model
    first: list[Path] = []

    def late(*arguments: object) -> None:
        monkeypatch.setattr(conversion, "convert_model", real)
        first.append(converted(model, "int8"))
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(conversion, "locked_file", lambda _: nullcontext())
    monkeypatch.setattr(conversion, "convert_model", late)
    assert [converted(model, "int8")] == first
    assert list(cached.iterdir()) == first


def test_named_cache_that_cannot_be_written_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jisr: CommandLine
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("JISR_CACHE", str(tmp_path / "file"))
    done = jisr("translate", "--model", tiny.build(tmp_path / "m"), "-", stdin="عاد المعلم.\n")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert "the cache cannot be written: Not a directory; set JISR_CACHE to a folder of yours" in done.err


@pytest.mark.parametrize("place", ["file", "missing"])
def test_without_a_usable_home_a_model_is_converted_for_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jisr: CommandLine, place: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "temporary").mkdir()
    monkeypatch.delenv("JISR_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file") if place == "file" else "~nobody-of-that-name/x")
    monkeypatch.setattr("tempfile.mkdtemp", partial(tempfile.mkdtemp, dir=tmp_path / "temporary"))
    conversion.temporary_folder.cache_clear()
    words = ("translate", "--model", tiny.build(tmp_path / "m"), "-")
    done = jisr(*words, stdin="عاد المعلم.\n")
    assert (done.code, done.out.count("\n"), done.err.count("\n")) == (0, 1, 2)
    assert "set JISR_CACHE to a folder of yours" in done.err
    assert "m is converted for this run only" in done.err
    monkeypatch.setattr("tempfile.mkdtemp", partial(tempfile.mkdtemp, dir=tmp_path / "nowhere"))
    conversion.temporary_folder.cache_clear()
    again = jisr(*words, stdin="عاد المعلم.\n")
    assert (again.code, again.out, again.err.count("\n")) == (1, "", 1)
    assert "set JISR_CACHE to a folder of yours" in again.err


def test_builtin_passes_its_check(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["model", "check", "builtin"])
    assert done.value.code == 0
    assert capsys.readouterr().out.startswith("builtin: int8 (letters) right")
