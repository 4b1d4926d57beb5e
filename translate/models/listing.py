"""Listing of the models that are known or installed, description of a model, and a hint at larger ones."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from jisr.errors import CacheError
from jisr.storage.cache_dir import cache_folder
from jisr.translate.models import pull_records
from jisr.translate.models.conversion import conversions, is_converted
from jisr.translate.models.folder import UNSTATED
from jisr.translate.models.lookup import BUILTIN, KNOWN_MODELS, Model, find_model
from jisr.translate.text.normalization import POLICIES

__all__ = ["ModelListing", "describe_model", "larger_model_hint", "list_models", "model_facts"]


@dataclass(frozen=True, slots=True)
class ModelListing:
    """A line of the list of models."""

    name: str
    here: bool
    revision: str | None
    """Commit of a pulled model, or hash of the built-in one; ``None`` if not pulled."""
    bytes: int | None
    """Size of its files in bytes; ``None`` if they are not here."""
    licence: str
    note: str


def list_models() -> Iterator[ModelListing]:
    """Yield the models that jisr knows and those that have been pulled, the newest pull of a name first."""
    notes = {known.name: known.note for known in KNOWN_MODELS}
    here = pull_records.all_pulls()
    names = {entry.name for entry in here}
    damaged = [name for name in pull_records.pulled_names() if name not in names]
    for known in KNOWN_MODELS:
        if known.name == BUILTIN:
            model = find_model(BUILTIN)
            yield ModelListing(BUILTIN, True, model.revision, model.bytes, known.licence, known.note)
        elif known.name not in {*names, *damaged}:
            yield ModelListing(known.name, False, None, None, known.licence, known.note)
    for entry in here:
        there = entry.folder.is_dir()
        yield ModelListing(
            entry.name,
            there,
            entry.commit,
            entry.bytes if there else None,
            entry.licence,
            notes.get(entry.name, "") if there else "its files are gone",
        )
    for name in damaged:
        yield ModelListing(name, False, None, None, UNSTATED, "the record of its pulls is damaged")


def model_facts(model: Model) -> dict[str, object]:
    """Return the properties of a model as plain values."""
    return {
        "name": model.name,
        "revision": model.revision,
        "licence": model.licence,
        "training_data": model.training_data,
        "normalize": model.normalize,
        "steps": dict(POLICIES[model.normalize].describe()),
        "layers": [model.encoder_layers, model.decoder_layers],
        "width": model.d_model,
        "pieces": model.vocab_size,
        "target_pieces": model.target_vocab_size,
        "max_positions": model.max_positions,
        "parameters": model.parameters,
        "weights": model.weights,
        "bytes": model.bytes,
        "folder": str(model.folder),
        "fingerprint": model.fingerprint,
        "conversions": [
            {
                "quantization": each.quantization,
                "trim": each.trim,
                "target_pieces": each.target_pieces,
                "bytes": each.bytes,
                "alignment": asdict(each.alignment),
                "folder": str(each.folder),
            }
            for each in conversions(model)
        ],
        "arithmetic": arithmetic_words(model),
    }


def arithmetic_words(model: Model) -> str | None:
    """Return the class of this machine's arithmetic in int8, with its instructions; ``None`` without a conversion."""
    if not is_converted(model, "int8"):
        return None
    from jisr.translate.engines.arithmetic import processor_words
    from jisr.translate.engines.load_engine import load_engine

    return f"{load_engine(model, device='cpu', compute='int8').arithmetic} (int8, {processor_words()})"


def describe_model(model: Model) -> Iterator[tuple[str, str]]:
    """Yield the properties of a model as pairs of label and text.

    :raises CacheError: at the start, if the cache cannot be used.
    """
    made = conversions(model)
    yield "name", model.name
    yield "revision", model.revision
    yield "licence", model.licence
    yield "trained on", model.training_data or UNSTATED
    yield "normalisation", model.normalize
    for name, why in POLICIES[model.normalize].describe():
        yield f"  {name}", why
    yield "layers", f"{model.encoder_layers} + {model.decoder_layers}, width {model.d_model}"
    both = f" and {model.target_vocab_size:,}" if model.separate_vocabs else ""
    yield "vocabulary", f"{model.vocab_size:,}{both} pieces"
    yield "positions", f"{model.max_positions:,}"
    yield "parameters", f"{model.parameters / 1e6:,.1f} M"
    yield "files", f"{model.bytes / 1e6:,.1f} MB in {model.folder}"
    for each in made:
        whole = each.target_pieces == model.target_vocab_size - 1
        trimmed = f"{'not trimmed' if whole else f'trimmed to {each.trim}'}, {each.target_pieces:,} target pieces"
        yield each.quantization, f"{each.bytes / 1e6:,.1f} MB, {trimmed}, in {each.folder}"
    if made:
        yield "words aligned", f"by {made[0].alignment}"  # the network decides it, so it is the same in all
    if words := arithmetic_words(model):
        yield "arithmetic", words


def larger_model_hint(model: str, today: date) -> str | None:
    """Return a line that tells how to get a larger model than the built-in one, at most once a day.

    :param model: name of the model in use.
    :return: the line; ``None`` if it is another model, if one has been pulled, if the line was returned today, or if
        the cache, which remembers that, cannot be used.
    """
    try:
        shown = cache_folder("hints") / "larger-model"
        if (
            model != BUILTIN
            or pull_records.pulled_names()
            or (shown.is_file() and shown.read_text() == today.isoformat())
        ):
            return None
        shown.parent.mkdir(parents=True, exist_ok=True)
        shown.write_text(today.isoformat())
    except (OSError, CacheError):
        return None
    return f"the built-in model is small; a better one: jisr model pull {KNOWN_MODELS[-1].name}"
