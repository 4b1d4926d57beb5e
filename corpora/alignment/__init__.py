"""The command that lines two texts up."""

__all__: list[str] = []
