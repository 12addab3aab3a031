"""Understanding of statements: the phrases that administrators edit, what was proposed, and what was chosen."""
