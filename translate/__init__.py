"""Arabic in, English out."""

__all__: list[str] = []
