"""The only writers of notices and tips."""
