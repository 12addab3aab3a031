"""The inside of the locked room: runs as a process of its own (complaints.evidence.sandbox).

It knows neither Django nor a key. `python -m complaints.inspection FAMILY IN OUT`: two open files by their numbers; the
verdict goes to standard output as JSON.
"""
