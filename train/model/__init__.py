"""The network, its loss, and the interpolation of its weights with the initial ones."""
