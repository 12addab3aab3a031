"""Find who is excluded from complaints, and what is to be settled about it."""
