"""Pure rules of complaints. They use no Django, no database and no system clock: callers pass in time and facts."""
