"""Models by name: lookup, description, download from the hub, conversion and verification."""
