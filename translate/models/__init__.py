"""Models by name: found, described, fetched from the hub, converted and verified."""
