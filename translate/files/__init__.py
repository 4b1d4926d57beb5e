"""Files in, drafts out: line formats, jobs, and the views that drafts are written in."""
