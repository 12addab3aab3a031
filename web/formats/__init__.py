"""Date and time formats of the portal, for values that Django formats itself, as in the admin."""
