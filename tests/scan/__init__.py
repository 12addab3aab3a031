"""Scanners and odd input at the whole portal, on the loopback alone: `make scan` (docs/security-tests.md)."""
