"""What a text means: its language, the service or matter that it is about, and details that it gives."""
