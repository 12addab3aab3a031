"""What /metrics tells: how the portal does, in numbers, for whoever keeps it running. Nothing of anybody is in them.

Labels are names that this code has (routes, jobs, parts): never a path, an address or what somebody typed.
"""
