"""Metrics of the portal for Prometheus (/metrics). They contain no personal data.

Labels are names of this code (routes, jobs, services), never a path, an address or entered text.
"""
