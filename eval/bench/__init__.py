"""Benchmarking: several models are run on several test sets, scored and ranked."""
