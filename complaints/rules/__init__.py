"""Pure decisions: no Django, no database, no clock of their own. Time and facts are handed in."""
