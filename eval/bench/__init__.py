"""Several models on several test sets: run, scored, ranked."""
