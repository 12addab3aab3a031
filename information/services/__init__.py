"""The only writers of public information."""
