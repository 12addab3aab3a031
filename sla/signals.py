"""Signals of the sweep. A receiver runs inside the sender's transaction: if it raises, the batch is rolled back."""

from django.dispatch import Signal

breaches_recorded = Signal()
"""Sent for each batch, with `breaches`: a list of (id of the breach, id of the responsible officer), and with `at`."""
