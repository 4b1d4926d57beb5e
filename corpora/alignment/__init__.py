"""Two texts lined up sentence by sentence, and what is written of it."""
