"""Duplicates in corpora, overlap of training and test data, and splits without it."""
