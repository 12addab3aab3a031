"""The citizen's door: file, receipt, track, and one's own complaint. No account, no JavaScript needed."""
