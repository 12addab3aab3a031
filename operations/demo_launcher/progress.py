"""The progress of the demo's data, for the launcher. The code is in `demo.progress`: the demo's page reads it too, and
an app does not import `config`."""

from demo.progress import read, report

__all__ = ["read", "report"]
