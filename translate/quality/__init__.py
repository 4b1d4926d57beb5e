"""Checks that compare a draft with its source, and the notes that report their doubts."""
