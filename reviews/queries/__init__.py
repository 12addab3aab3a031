"""What the reviews' pages and services ask of the database."""
