"""Files in which a person reviews drafts, and the way back from there into the document."""
