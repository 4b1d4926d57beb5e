"""Metrics that are means: similarity to the source, and COMET with a stand-in for its package."""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from jisr.cli import main
from jisr.errors import InputError, MissingExtra, ModelError
from jisr.eval import SignificanceOptions, score
from jisr.eval.metrics.average_metrics import SimilarityMetric
from jisr.eval.metrics.comet import CometMetric

SOURCE = ["البحر هادئ.", "عاد الرجال.", ""]
HYPOTHESES = ["The sea is calm.", "Stock prices fell.", ""]


class Lengths:
    """Encodes texts by their number of letters, so that the cosines are known."""

    def encode(self, texts: Sequence[str]) -> Any:
        return np.array([[1.0, 0.0] if len(text) < 17 else [0.6, 0.8] for text in texts])


def fake_comet(*, reference: bool, loads: bool = True) -> Any:
    def load(path: str, *, local_files_only: bool) -> Any:
        assert local_files_only
        if not loads:
            raise RuntimeError("a damaged\ncheckpoint")

        def predict(rows: list[dict[str, str]], **_options: Any) -> Any:
            assert all(("ref" in row) is reference for row in rows)
            return SimpleNamespace(scores=[len(row["mt"]) / 100 for row in rows])

        return SimpleNamespace(predict=predict, requires_references=lambda: reference)

    def download_model(name: str, *, local_files_only: bool) -> str:
        assert local_files_only
        raise KeyError(name)

    return SimpleNamespace(load_from_checkpoint=load, download_model=download_model)


def test_similarity_needs_no_reference() -> None:
    metric = SimilarityMetric(Lengths(), "lengths")
    evaluation = score({"a": HYPOTHESES}, [], source=SOURCE, metrics=[metric], significance=SignificanceOptions(100, 0))
    assert evaluation.systems[0].scores[0].score == pytest.approx((100 + 60 + 0) / 3)
    assert evaluation.systems[0].scores[0].signature.startswith("encoder:lengths|scale:100|jisr:")
    assert evaluation.systems[0].sentence_scores(metric.key) == pytest.approx([100, 60, 0])
    interval = evaluation.systems[0].scores[0].interval
    assert interval is not None
    assert interval.low <= evaluation.systems[0].scores[0].score <= interval.high
    with pytest.raises(InputError, match="similarity needs the source"):
        score({"a": HYPOTHESES}, [HYPOTHESES], metrics=[metric])


def test_similarity_of_two_systems_is_compared() -> None:
    metric = SimilarityMetric(Lengths(), "lengths")
    systems = {"a": HYPOTHESES * 20, "b": ["The sea is calm."] * 60}
    evaluation = score(systems, [], source=SOURCE * 20, metrics=[metric], significance=SignificanceOptions(100, 100))
    assert evaluation.systems[1].comparisons[0].difference > 0
    assert evaluation.systems[1].comparisons[0].bootstrap is not None


def test_similarity_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "src.ar").write_text("\n".join(SOURCE[:2]) + "\n", encoding="utf-8")
    (tmp_path / "hyp.en").write_text("\n".join(HYPOTHESES[:2]) + "\n", encoding="utf-8")
    words = [str(tmp_path / "hyp.en"), "--source", str(tmp_path / "src.ar"), "--metric", "similarity"]
    extra = ["--html", str(tmp_path / "page.html"), "--sentences", str(tmp_path / "s.tsv")]
    with pytest.raises(SystemExit) as done:
        main(["score", *words, *extra])
    assert not done.value.code
    assert "universal-sentence-encoder-multilingual-3" in capsys.readouterr().out
    with pytest.raises(SystemExit) as done:
        main(["score", words[0], "--metric", "bleu"])
    assert done.value.code == 2
    assert capsys.readouterr().err == "jisr: bleu needs a reference: --ref REF\n"


def test_comet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    checkpoint = tmp_path / "checkpoints" / "model.ckpt"
    checkpoint.parent.mkdir()
    checkpoint.touch()
    monkeypatch.setitem(sys.modules, "comet", fake_comet(reference=True))
    for model in (checkpoint, tmp_path):
        evaluation = score(
            {"a": HYPOTHESES},
            [HYPOTHESES],
            source=SOURCE,
            metrics=[f"comet:{model}"],
            significance=SignificanceOptions(0, 0),
        )
        assert evaluation.systems[0].scores[0].score == pytest.approx((16 + 18 + 0) / 3)
        assert "licence:see its model card" in evaluation.systems[0].scores[0].signature
    with pytest.raises(InputError, match="reads one whole reference; 2 were named"):
        score({"a": HYPOTHESES}, [HYPOTHESES] * 2, source=SOURCE, metrics=[f"comet:{tmp_path}"])
    monkeypatch.setitem(sys.modules, "comet", fake_comet(reference=False))
    assert CometMetric(str(tmp_path)).needs == ("source",)


def test_missing_or_damaged_comet_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "comet", None)
    with pytest.raises(MissingExtra, match=r"pip install 'jisr\[comet\]'"):
        CometMetric()
    monkeypatch.setitem(sys.modules, "comet", fake_comet(reference=True, loads=False))
    with pytest.raises(ModelError, match=r"wmt22-comet-da is not here; get it with: hf download .*Apache-2\.0"):
        CometMetric()
    with pytest.raises(ModelError, match="no COMET checkpoint"):
        CometMetric(str(tmp_path / "nothing.ckpt"))
    (tmp_path / "bad.ckpt").touch()
    with pytest.raises(ModelError, match="COMET cannot load it: a damaged checkpoint"):
        CometMetric(str(tmp_path / "bad.ckpt"))
