"""A stand-in for Meta on this machine: it refuses as the Cloud API does, and plays telephones. Never used in earnest.

The tests, `manage.py whatsapp_phone` and the demo's page with a telephone speak to the same one.
"""
