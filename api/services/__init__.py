"""What changes rows of the API."""
