"""Hypotheses in, scores out."""

__all__: list[str] = []
