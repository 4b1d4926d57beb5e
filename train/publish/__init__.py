"""Publishing a finished training as a model folder with a model card."""
