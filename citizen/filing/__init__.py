"""Four short pages to an E-tag, and the receipt."""
