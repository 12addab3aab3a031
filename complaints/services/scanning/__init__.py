"""Letters that are scanned in bulk: print cover sheets, import a folder, and decide what becomes of a letter."""
