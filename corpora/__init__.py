"""Two texts in, aligned pairs out."""

__all__: list[str] = []
