"""What the pages of this app show: one function for each screen."""
