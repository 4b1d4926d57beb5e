"""Terms: the translations that a client wants, found in Arabic, and brought into drafts."""
