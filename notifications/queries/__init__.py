"""Queries for the outbox's health and the demo's mailbox page."""
