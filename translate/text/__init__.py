"""Preparation of Arabic text for translation: normalisation, segmentation, and cutting of long sentences."""
