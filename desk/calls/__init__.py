"""The operators' call list: due calls, the nearest deadline first, each with its script and its possible results."""
