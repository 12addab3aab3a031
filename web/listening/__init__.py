"""Listening: the sentences of citizens' pages, played from recordings (docs/listening.md)."""
