"""Old complaints from another system: the mapping of its columns, and its rows (docs/data-in.md)."""
