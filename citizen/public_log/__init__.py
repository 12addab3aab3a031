"""The public log: its hourly heads, and the check whether a receipt is part of it."""
