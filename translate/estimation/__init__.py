"""Quality estimation: the expected chrF2 of a translation, without a reference."""
