"""Queries of public information, one function per page."""
