"""The officers' pages for reviews and patterns of delay."""
