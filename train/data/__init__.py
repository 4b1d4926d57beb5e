"""Parallel text as batches of pieces."""
