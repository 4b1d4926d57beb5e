"""Doubts about a draft: checks that compare it with its source, and the notes they leave."""
