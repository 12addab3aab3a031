"""Desk pages about whom a complaint is against: settling, names to confirm, and ending exclusions."""
