"""Stand-in for Meta on this machine: it refuses what the Cloud API refuses, and plays phones. Not for production.

The tests, `manage.py whatsapp_phone` and the demo's phone page use it.
"""
