"""The database from the operator's side: roles, time limits, pools, migrations while people work."""
