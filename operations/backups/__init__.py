"""Backups of the portal: the database and the files together, and the way back (docs/decisions/0032).

Knows no Django: whoever restores has lost the portal, and perhaps its environment with it.
"""
