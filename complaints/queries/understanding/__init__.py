"""Understanding of sentences with the phrases and stations of the database."""
