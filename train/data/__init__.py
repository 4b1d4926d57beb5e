"""The data of a training: parallel text as batches of pieces."""
