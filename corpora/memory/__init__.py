"""Translation memories: entries of files, indexed by what they are like."""
