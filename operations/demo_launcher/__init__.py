"""`make demo`: run the whole portal in one terminal, with its own servers and secrets."""
