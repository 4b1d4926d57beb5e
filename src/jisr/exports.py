"""Lazy public names of a package: each is imported when it is first used, so that start-up stays fast."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["exporter"]


def exporter(
    package: str, modules: Mapping[str, str], *others: str
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and ``__dir__`` of a package (PEP 562) whose public names are defined in its modules.

    :param package: dotted name of the package.
    :param modules: module of each public name, relative to the package.
    :param others: public names that the package itself defines.
    """

    def get(name: str) -> Any:  # noqa: ANN401 - any object can be exported
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{modules[name]}"), name)

    def names() -> list[str]:
        return sorted([*modules, *others])

    return get, names
