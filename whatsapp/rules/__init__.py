"""What is said and what follows from it: no Django, no database, no clock of its own."""
