"""Import old complaints from another system (docs/data-in.md)."""
