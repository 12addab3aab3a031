"""The rules of public notices: what may be published, by whom, and for how long. No Django, no database, no clock."""
