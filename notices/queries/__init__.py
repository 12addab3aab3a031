"""Queries for the pages, feeds and chat: one function per view."""
