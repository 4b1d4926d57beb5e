"""Public names that are imported when they are used, so that ``jisr --help`` does not wait for them."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["exporter"]


def exporter(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Give the ``__getattr__`` of a package (PEP 562) that takes its names from its modules.

    :param package: the dotted name of the package.
    :param modules: the module of each public name, by the last part of its dotted name.
    """

    def find(name: str) -> Any:  # noqa: ANN401 - any object can be exported
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{modules[name]}"), name)

    return find
