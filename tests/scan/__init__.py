"""Scanners and malformed input against the whole portal, on the loopback only: `make scan` (docs/security-tests.md)."""
