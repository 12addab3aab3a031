"""Scanned letters of the demo."""
