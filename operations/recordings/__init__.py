"""Recordings of the sentences of citizens' pages: the list, a computer's voice, and people's recordings."""
