"""The project: settings, addresses, the job schedule and the servers of the demo."""
