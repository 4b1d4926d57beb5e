"""Work on corpora that is shared out to a pool of workers, with the bytes and reports of one process."""
