"""A finished training as a model folder with its card."""
