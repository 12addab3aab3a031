"""The chat's rules: pure functions without Django, database or clock."""
