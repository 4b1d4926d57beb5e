"""Metrics: BLEU, chrF and TER as sacrebleu has them, similarity, COMET."""
