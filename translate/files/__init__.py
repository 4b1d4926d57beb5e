"""Translation of files: line formats, jobs, and views in which drafts are written."""
