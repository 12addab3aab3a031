"""Rules of time limits that administrators change: the hours of a week as text, and the simulation of other limits."""
