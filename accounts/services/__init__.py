"""The only writers of offices, officers and postings. `by` is the Actor, or None where a command acts."""
