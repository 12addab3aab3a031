"""What screens and services ask of the offices and postings."""
