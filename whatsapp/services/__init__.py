"""The app's only writers: storing updates, answering them, sending messages, downloading files."""
