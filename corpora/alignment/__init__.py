"""Sentence and word alignment of texts, its agreement with gold beads, and the files it is written to."""
