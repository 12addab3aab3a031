"""One function a screen, and what the chat knows."""
