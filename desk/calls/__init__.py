"""The operators' call list: one queue, the nearest deadline first, each call with its script and its results."""
