"""Reads of the chat: the public data that it shows, and the complaints that it may open."""
