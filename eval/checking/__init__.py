"""Checks of any translation, a person's too: notes and expected quality of each pair."""
