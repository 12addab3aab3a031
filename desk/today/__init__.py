"""*Today*: the first page of the desk, with everything that waits for an officer under all of their postings."""
