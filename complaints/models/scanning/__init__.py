"""Letters that are scanned in bulk."""
