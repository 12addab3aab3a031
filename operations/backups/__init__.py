"""Back up what pgBackRest does not: the files, and which complaints were destroyed (docs/decisions/0032).

This package does not use Django, because a restore must work when the portal and its environment are lost.
"""
