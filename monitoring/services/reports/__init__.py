"""Weekly and monthly reports: make each once, archive it, notify the head of the office."""
