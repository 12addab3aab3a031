"""Understanding of statements: what was proposed for them, and what was chosen."""
