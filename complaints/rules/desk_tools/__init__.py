"""Rules of the tools at the desk: saved views and schedules."""
