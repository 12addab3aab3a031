"""The citizens' pages of the registers: requests, feedback, and their status."""
