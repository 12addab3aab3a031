"""Understanding of statements with the phrases and stations of the database, and the export of corrections."""
