"""The network, its loss, and weights mixed with those of the start."""
