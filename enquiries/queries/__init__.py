"""Queries for the pages and the chat: one function per view."""
