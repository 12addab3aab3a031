"""The questions of a morning: asked once, answered by the head of the office, kept as they are."""
