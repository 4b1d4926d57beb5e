"""COMET (Rei et al. 2020, 2022): a neural model trained on ratings of translations by people.

It comes with the extra ``comet``. Only models on this machine are used, as a path of a checkpoint or the name of one
that was downloaded before; nothing is downloaded here.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from jisr.errors import InputError, MissingExtra, ModelError
from jisr.eval.metrics.average_metrics import AverageMetric
from jisr.eval.metrics.metric import References

__all__ = ["COMET_LICENCES", "DEFAULT_MODEL", "CometMetric"]

DEFAULT_MODEL: Final = "Unbabel/wmt22-comet-da"
COMET_LICENCES: Final = {
    "Unbabel/wmt22-comet-da": "Apache-2.0",
    "Unbabel/wmt20-comet-da": "Apache-2.0",
    "Unbabel/wmt22-cometkiwi-da": "CC-BY-NC-SA-4.0, not for commercial use",
    "Unbabel/wmt23-cometkiwi-da-xl": "CC-BY-NC-SA-4.0, not for commercial use",
    "Unbabel/wmt23-cometkiwi-da-xxl": "CC-BY-NC-SA-4.0, not for commercial use",
    "Unbabel/XCOMET-XL": "CC-BY-NC-SA-4.0, not for commercial use",
    "Unbabel/XCOMET-XXL": "CC-BY-NC-SA-4.0, not for commercial use",
}
"""Licence of each known model."""
COMET_BATCH = 16


class CometMetric(AverageMetric):
    """100 times the score of a COMET model.

    :param model: a checkpoint, a folder that holds ``checkpoints/model.ckpt``, or a name on the hub.
    :raises MissingExtra: if unbabel-comet is not installed.
    :raises ModelError: if the model is not on this machine, or does not load.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        try:
            import comet
        except ImportError:
            raise MissingExtra("unbabel-comet", "comet") from None
        checkpoint = find_comet(comet, model)
        try:
            self.model = comet.load_from_checkpoint(str(checkpoint), local_files_only=True)
        except Exception as error:  # torch raises errors of many types for a damaged checkpoint
            reason = " ".join(str(error).split()) or type(error).__name__
            raise ModelError(f"{checkpoint}: COMET cannot load it: {reason}") from None
        self.needs = ("source", "reference") if self.model.requires_references() else ("source",)
        short = model.rstrip("/").rpartition("/")[2]
        super().__init__(
            "comet" if model == DEFAULT_MODEL else f"comet:{model}",
            f"COMET {short}",
            [
                ("model", model),
                ("licence", COMET_LICENCES.get(model, "see its model card")),
                ("scale", "100"),
                ("comet", comet_version()),
            ],
        )

    def values(
        self, systems: Sequence[Sequence[str]], references: References, source: Sequence[str]
    ) -> list[Sequence[float]]:
        """Return for each system 100 times the model's score of each line.

        :raises InputError: if the model needs a reference and there is not exactly one, without gaps.
        """
        if "reference" in self.needs and (len(references) != 1 or None in references[0]):
            raise InputError(f"{self.key} reads one whole reference; {len(references)} were named")
        values: list[Sequence[float]] = []
        for lines in systems:
            rows = [{"src": text, "mt": line} for text, line in zip(source, lines, strict=True)]
            if "reference" in self.needs:
                rows = [row | {"ref": ref or ""} for row, ref in zip(rows, references[0], strict=True)]
            rated = self.model.predict(rows, batch_size=COMET_BATCH, gpus=0, progress_bar=False, num_workers=0)
            values.append([100 * float(value) for value in rated.scores])
        return values


def find_comet(comet: Any, model: str) -> Path:  # noqa: ANN401 - comet is not typed
    """Return the path of a model's checkpoint.

    :raises ModelError: if it is not on this machine.
    """
    path = Path(model).expanduser()
    if path.is_dir() and (path / "checkpoints" / "model.ckpt").is_file():
        return path / "checkpoints" / "model.ckpt"
    if path.is_file():
        return path
    if path.exists() or model.startswith((".", "/", "~")) or model.endswith(".ckpt"):
        raise ModelError(f"{model}: no COMET checkpoint; name the file, or a folder with checkpoints/model.ckpt")
    try:
        return Path(comet.download_model(model, local_files_only=True))
    except Exception:  # the libraries of the hub and of COMET raise different errors for a missing model
        raise ModelError(
            f"{model} is not here; get it with: hf download {model} ({COMET_LICENCES.get(model, 'see its licence')})"
        ) from None


def comet_version() -> str:
    """Return the version of unbabel-comet."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("unbabel-comet")
    except PackageNotFoundError:
        return "unknown"
