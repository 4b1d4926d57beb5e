"""Files that appear whole, are locked, recorded, packed, cached and fetched."""
