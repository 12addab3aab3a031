"""The only code that writes offices, officers and postings. `by` is the Actor, or None for a management command."""
