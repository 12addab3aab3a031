"""Services that write public information. Nothing else writes it."""
