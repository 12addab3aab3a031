"""Dates and times in the portal's own format, where Django shows them by itself: in its admin."""
