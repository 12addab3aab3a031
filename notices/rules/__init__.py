"""What may be published, by whom, for how long: no Django, no database, no clock."""
