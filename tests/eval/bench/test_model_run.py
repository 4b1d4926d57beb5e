"""The process of a model run: errors arrive as what they were."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fake import FailingModel

from jisr.errors import EngineError, JisrError, MissingExtra, ModelError, OutputError
from jisr.eval.bench.model_run import BenchModel, run_apart
from jisr.translate.engines.engine import Decoding


@pytest.mark.parametrize(
    "make",
    [
        partial(EngineError, "decoding failed: CUDA out of memory", hint="--beam 1"),
        partial(ModelError, "no weights"),
        partial(OutputError, "the disk is full"),
        partial(MissingExtra, "torch", "transformers"),
    ],
)
def test_error_of_the_process_keeps_type_and_hint(tmp_path: Path, make: partial[JisrError]) -> None:
    contestant: Any = FailingModel(make)
    with pytest.raises(JisrError) as raised:
        run_apart(contestant, ["سؤال"], Decoding(), tmp_path / "run.json")
    error = make()
    assert (type(raised.value), str(raised.value), raised.value.hint) == (type(error), str(error), error.hint)


def test_missing_model_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nothing"):
        run_apart(BenchModel("nothing", "nothing"), ["سؤال"], Decoding(), tmp_path / "run.json")
