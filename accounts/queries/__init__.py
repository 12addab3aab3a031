"""Queries for offices, postings, sessions and the admin log, and the choice of the database replica."""
