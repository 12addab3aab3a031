"""Make and restore backups of the portal: the database and the files together (docs/decisions/0032).

This package does not use Django, because a restore must work when the portal and its environment are lost.
"""
