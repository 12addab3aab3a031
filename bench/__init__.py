"""Measurements of single operations, each a module to run."""
