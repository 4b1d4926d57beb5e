"""A reminder that better models than the built-in one can be pulled, for people who have not met them yet."""

from datetime import date

from jisr.errors import ModelError
from jisr.storage.cache_dir import cache_folder
from jisr.translate.models.lookup import BUILTIN, KNOWN_MODELS
from jisr.translate.models.pull_records import all_pulls

__all__ = ["larger_model_hint"]


def larger_model_hint(model: str, today: date) -> str | None:
    """Return a line that tells how to get a larger model than the built-in one, at most once a day.

    :param model: name of the model in use.
    :return: the line; ``None`` if it is another model, if one has been pulled, if the line was returned today, or if
        the cache, which remembers that, cannot be used.
    """
    shown = cache_folder("hints") / "larger-model"
    try:
        if model != BUILTIN or all_pulls() or (shown.is_file() and shown.read_text() == today.isoformat()):
            return None
        shown.parent.mkdir(parents=True, exist_ok=True)
        shown.write_text(today.isoformat())
    except (OSError, ModelError):
        return None
    return f"the built-in model is small; a better one: jisr model pull {KNOWN_MODELS[-1].name}"
