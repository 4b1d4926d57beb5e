"""Public names that are imported when they are used, so that ``jisr --help`` does not wait for them."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["exporter"]


def exporter(
    package: str, modules: Mapping[str, str], *others: str
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and ``__dir__`` (PEP 562) of a package that takes its names from its modules.

    :param package: the dotted name of the package.
    :param modules: for each public name the module that holds it, relative to the package.
    :param others: public names that the package itself holds.
    """

    def get(name: str) -> Any:  # noqa: ANN401 - any object can be exported
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{modules[name]}"), name)

    def names() -> list[str]:
        return sorted([*modules, *others])

    return get, names
