"""The class of the machine's arithmetic: found out once, a part of every journal's key."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiny
from killed import size_of

from jisr.storage import cache_dir
from jisr.translate.engines import arithmetic
from jisr.translate.engines.load_engine import load_engine
from jisr.translate.engines.model_engine import ModelEngine
from jisr.translate.models.lookup import BUILTIN, find_model

COMMAND = [sys.executable, "-m", "jisr", "translate", "--batch", "8", "--threads", "1"]


@pytest.fixture(autouse=True)
def _cache(cache_of_the_session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember classes in a cache of the test, with the conversions of the session."""
    load_engine(find_model(BUILTIN), device="cpu")
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "ct2").symlink_to(cache_of_the_session / "ct2")
    monkeypatch.setenv("JISR_CACHE", str(cache))


def engine(threads: int = 1) -> ModelEngine:
    return load_engine(find_model(BUILTIN), device="cpu", compute="int8", threads=threads)


def class_under(isa: str = "", **confined: str) -> str:
    """Return the class of a process in which CTranslate2, or a library that it calls, is confined to instructions."""
    code = (
        "from jisr.translate.engines.load_engine import load_engine\n"
        "from jisr.translate.models.lookup import find_model\n"
        "print(load_engine(find_model('builtin'), device='cpu', compute='int8').arithmetic)"
    )
    environment = os.environ | ({"CT2_FORCE_CPU_ISA": isa} if isa else {}) | confined
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def two_classes() -> tuple[str, str]:
    """Return two instruction sets whose arithmetic differs on this machine."""
    found = {class_under(isa): isa for isa in ("GENERIC", "AVX", "AVX2")}
    if len(found) < 2:
        pytest.skip("CT2_FORCE_CPU_ISA has no effect on this machine")
    one, other = list(found.values())[:2]
    return one, other


def test_the_class_depends_on_neither_threads_nor_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arithmetic, "recall", lambda *_: None)
    assert engine(1).arithmetic == engine(2).arithmetic
    assert len(engine().arithmetic) == 12


def test_the_class_is_found_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = engine()
    identity = first.identity
    second = engine(2)
    monkeypatch.setattr(second, "decode", None)
    assert (second.arithmetic, second.identity) == (first.arithmetic, identity)
    assert second.record()["arithmetic"] == first.arithmetic
    monkeypatch.setenv("CT2_FORCE_CPU_ISA", "AVX2")
    third = engine()
    monkeypatch.setattr(third, "decode", None)
    with pytest.raises(TypeError):  # not remembered for this environment
        _ = third.arithmetic


def test_the_class_is_found_out_only_for_a_journal_or_a_record(tmp_path: Path) -> None:
    source = tmp_path / "in.txt"
    source.write_text("عاد المعلم من السوق.\n", encoding="utf-8")
    remembered = cache_dir.cache_folder("arithmetic")
    subprocess.run([*COMMAND, str(source)], check=True, capture_output=True)
    assert not remembered.exists()
    subprocess.run([*COMMAND, str(source), "-o", str(tmp_path / "out.txt")], check=True, capture_output=True)
    (path,) = remembered.iterdir()
    assert json.loads(path.read_bytes()) == engine().arithmetic


def test_other_arithmetic_is_another_class(two_classes: tuple[str, str]) -> None:
    one, other = two_classes
    assert class_under(one) != class_under(other)


@pytest.mark.parametrize(
    ("mkl", "name", "with_vnni", "without"),
    [
        ("0", "ONEDNN_MAX_CPU_ISA", "AVX2_VNNI", "AVX2"),
        ("0", "ONEDNN_MAX_CPU_ISA", "AVX512_CORE_VNNI", "AVX512_CORE"),
        ("1", "MKL_ENABLE_INSTRUCTIONS", "AVX512_E1", "AVX512"),
    ],
)
def test_int8_is_the_same_without_vnni(mkl: str, name: str, with_vnni: str, without: str) -> None:
    """Where the processor or the library has no such instructions, both are the same process."""
    one, other = (class_under(**{name: each, "CT2_USE_MKL": mkl}) for each in (with_vnni, without))
    assert one == other


def test_processor_is_described() -> None:
    assert not arithmetic.processor().keys() & {"processor", "cpu MHz", "core id"}
    assert arithmetic.processor_words()


@pytest.mark.kill
@pytest.mark.parametrize("folder", [False, True])
def test_halves_under_different_instructions_are_not_mixed(
    tmp_path: Path, two_classes: tuple[str, str], folder: bool
) -> None:
    one, other = ({"CT2_FORCE_CPU_ISA": isa, **os.environ} for isa in two_classes)
    lines = [source for source, _ in tiny.pairs()[::4]]
    if folder:
        source = tmp_path / "in"
        source.mkdir()
        for name, part in (("a.txt", lines[:60]), ("b.txt", lines[60:])):
            (source / name).write_text("\n".join(part) + "\n", encoding="utf-8")
        journal = tmp_path / "out" / "b.txt.journal"
    else:
        source = tmp_path / "in.txt"
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        journal = tmp_path / "out.journal"
    wholes = []
    for number, environment in enumerate((one, other)):
        whole = tmp_path / f"whole{number}"
        subprocess.run([*COMMAND, str(source), "-o", str(whole)], env=environment, check=True, capture_output=True)
        wholes.append(contents(whole))
    words = [*COMMAND, str(source), "-o", str(tmp_path / "out")]
    process = subprocess.Popen(words, env=one, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and size_of(journal) <= len("jisr journal 1\n"):
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert journal.exists()
    subprocess.run(words, env=other, check=True, capture_output=True)
    assert contents(tmp_path / "out") == wholes[1]
    assert wholes[0] != wholes[1]


def contents(path: Path) -> list[bytes]:
    """Return the content of a file, or of the files in a folder, sorted by name."""
    return [each.read_bytes() for each in (sorted(path.iterdir()) if path.is_dir() else [path])]
