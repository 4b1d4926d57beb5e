"""Arabic to English at sentence level: translate, align, score."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("jisr")
