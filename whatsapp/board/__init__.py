"""Pages about the chat beside the board."""
