"""Complaints that came from another system (docs/data-in.md)."""
