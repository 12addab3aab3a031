"""Pure rules of the figures: comparison, projection, suppression, and when questions and reports are due."""
