"""The page of one's own complaint, after it was opened with a key: its history and the available moves."""
