"""Metrics: BLEU, chrF and TER as sacrebleu defines them, similarity, and COMET."""
