"""The only writers: taking what Meta delivers, holding the conversation, sending, fetching files."""
