"""Letters that are scanned in bulk: codes of cover sheets, and where a scan is split into letters."""
