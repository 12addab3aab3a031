"""DEMO: the pages with simulated phones."""
