"""The public log: hourly heads, what monitors state, and the code on receipts."""
