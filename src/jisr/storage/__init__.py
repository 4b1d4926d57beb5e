"""Files: written atomically, locked, compressed, cached and downloaded; journals of unfinished work."""
