"""Whoever translates with the built-in model on a terminal is told once a day that there are better ones."""

from datetime import date
from pathlib import Path

import pytest

from jisr.cli import main
from jisr.translate.models.listing import larger_model_hint
from jisr.translate.models.pull_records import PullRecord, save_pull

HINT = "jisr model pull Helsinki-NLP/opus-mt-tc-big-ar-en"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JISR_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def pull() -> None:
    save_pull(PullRecord("owner/model", "0" * 40, ("main",), "MIT", Path("/models"), 1, "1" * 64))


@pytest.mark.usefixtures("cache")
def test_once_a_day() -> None:
    first, second = date(2026, 11, 26), date(2026, 11, 27)
    hints = [larger_model_hint("builtin", day) for day in (first, first, second, second)]
    assert [hint is not None for hint in hints] == [True, False, True, False]
    assert HINT in str(hints[0])


@pytest.mark.usefixtures("cache")
def test_not_with_another_model() -> None:
    assert larger_model_hint("./mine", date(2026, 11, 26)) is None


@pytest.mark.usefixtures("cache")
def test_not_with_a_pulled_model() -> None:
    pull()
    assert larger_model_hint("builtin", date(2026, 11, 26)) is None


def test_not_without_a_cache(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert larger_model_hint("builtin", date(2026, 11, 26)) is None


def test_a_damaged_record_is_no_hindrance(cache: Path) -> None:
    pull()
    (cache / "hub" / "owner--model.json").write_text("{")
    assert larger_model_hint("builtin", date(2026, 11, 26)) is None


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(("out", "err"), [(True, True), (False, True), (True, False)])
def test_only_on_a_terminal(
    out: bool, err: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "a.txt"
    text.write_text("أين المحطة؟\n", encoding="utf-8")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("sys.stdout.isatty", lambda: out)
    monkeypatch.setattr("sys.stderr.isatty", lambda: err)
    for shown in (out and err, False):
        with pytest.raises(SystemExit) as done:
            main(["translate", str(text)])
        assert done.value.code == 0
        assert (HINT in capsys.readouterr().err) == shown
