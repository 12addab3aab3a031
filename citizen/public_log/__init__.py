"""The public log: its daily checkpoints (heads), and the check whether a receipt is part of it."""
