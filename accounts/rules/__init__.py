"""Rules about ranks, roles and the tree of offices. Pure functions: no Django, no database, no current time."""
