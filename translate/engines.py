"""The engines by name, each imported when it is asked for."""

from jisr.errors import InputError
from jisr.translate.engine import Engine
from jisr.translate.models import Model

__all__ = ["ENGINES", "load_engine"]

ENGINES = ("ctranslate2", "transformers")


def load_engine(
    model: Model, name: str, *, device: str = "auto", compute: str = "auto", threads: int = 0
) -> Engine:
    """Load a model into an engine.

    :param name: one of :data:`ENGINES`.
    :param compute: for CTranslate2 alone; transformers computes in float32.
    :raises InputError: if there is no such engine, or it has no such device or compute type.
    :raises ModelError: if the model does not load.
    """
    if name == "ctranslate2":
        from jisr.translate.ct2 import CTranslate2Engine

        return CTranslate2Engine(model, device=device, compute=compute, threads=threads)
    if name == "transformers":
        from jisr.translate.marian import MarianEngine

        if compute not in {"auto", "float32"}:
            raise InputError(f"compute type {compute!r} is not for transformers; it can be float32")
        return MarianEngine(model, device=device, threads=threads)
    raise InputError(f"engine {name!r} is not known; it can be {' or '.join(ENGINES)}")
