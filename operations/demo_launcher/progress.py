"""Report and read the progress of the demo's start. The code is in `demo.progress`, which the demo's page uses too."""

from demo.progress import read, report

__all__ = ["read", "report"]
