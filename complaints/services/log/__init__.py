"""The log: sealing what was recorded, its hourly heads, its signed tree, and the witnesses."""
