"""Filters and statistics of parallel corpora."""
