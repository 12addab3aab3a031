"""The pages on which citizens ask, suggest, and see what became of it."""
