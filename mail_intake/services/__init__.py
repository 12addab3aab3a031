"""Incoming e-mail: fetched, stored, processed, answered and deleted."""
