"""Loading of engines by name; the library behind an engine is imported only when that engine is loaded."""

from jisr.errors import EngineError, InputError
from jisr.translate.engines.model_engine import ModelEngine
from jisr.translate.models.lookup import Model
from jisr.translate.models.trimming import LETTERS, Trim

__all__ = ["ENGINES", "load_engine"]

ENGINES = ("ctranslate2", "transformers")
MOST_THREADS = 1024
"""Largest number of threads: more than any machine has cores, and few enough to start."""


def load_engine(
    model: Model,
    name: str = "ctranslate2",
    *,
    device: str = "auto",
    compute: str = "auto",
    threads: int = 0,
    trim: str = LETTERS,
) -> ModelEngine:
    """Load a model into an engine.

    Device, compute type, threads and level of trimming are those of :meth:`jisr.translate.Translator.load`.

    :param name: one of :data:`ENGINES`.
    :raises InputError: if there is no such engine or level, or if it does not have the device or the compute type.
    :raises ModelError: if the model cannot be loaded.
    :raises EngineError: if there is too little memory, or the library of the engine does not load.
    """
    if not 0 <= threads <= MOST_THREADS:
        raise InputError(f"threads is {threads}, must be 0 to {MOST_THREADS:,}")
    if name not in ENGINES:
        raise InputError(f"engine {name!r} is not known; it can be {' or '.join(ENGINES)}")
    level = Trim.parse(trim)
    try:
        if name == "ctranslate2":
            from jisr.translate.engines.ctranslate2_engine import CTranslate2Engine

            return CTranslate2Engine(model, device=device, compute=compute, threads=threads, trim=level)
        from jisr.translate.engines.transformers_engine import TransformersEngine

        if compute not in {"auto", "float32"}:
            raise InputError(f"compute type {compute!r} is not for transformers; it can be float32")
        return TransformersEngine(model, device=device, threads=threads, trim=level)
    except MemoryError:
        raise EngineError(f"{model.name}: not enough memory to load it in {name}") from None
    except ImportError as error:  # also where there is too little memory to map the library
        raise EngineError(f"{name} does not load: {error}") from error
