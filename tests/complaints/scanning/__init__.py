"""Letters that are scanned in bulk with cover sheets."""
