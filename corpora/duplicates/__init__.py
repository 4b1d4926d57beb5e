"""Duplicates, leaks between train and test, and splits without either."""
