"""Measurements of the portal's speed (bench/README.md). Drills and attacks are in `drills/`."""
