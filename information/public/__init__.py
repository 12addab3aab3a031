"""Public pages. They need no identification and are about no person."""
