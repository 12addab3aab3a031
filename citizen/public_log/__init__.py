"""The public log: its daily heads, and whether a receipt is part of it."""
