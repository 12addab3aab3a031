"""One's own complaint, opened by a key: its story and the acts."""
