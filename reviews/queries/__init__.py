"""The queries of the reviews' pages and services."""
