"""`make demo`: the whole portal in one terminal, with servers and secrets of its own."""
