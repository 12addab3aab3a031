"""Two complaints of one matter: the kinds of events by which each history names the other."""

LINK, MERGE, TAKEN_IN = "link", "merge", "taken_in"
JOINS = frozenset({LINK, MERGE, TAKEN_IN})
