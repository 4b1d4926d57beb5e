"""Arabic to English at sentence level: translate, align, score."""

__all__ = ["__version__"]

__version__ = "0.1.0"
