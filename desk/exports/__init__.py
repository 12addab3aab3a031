"""Saved selections of any table: to export, to share and to schedule."""
