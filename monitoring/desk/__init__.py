"""The desk's pages of disciplinary reviews."""
