"""Intake: an operator enters a complaint for a visitor, a caller or a letter, reads it back and registers it."""
