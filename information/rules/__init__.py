"""Rules of public information, without the database."""
