"""Signals for higher apps. Receivers run inside the transaction that records the event."""

from django.dispatch import Signal

# Sent with: event (Event), complaint (Complaint, in its state after the event).
event_recorded = Signal()

# Sent after the duress page changed what the E-tag alone shows (open or closed), with: complaint_id. No event was
# recorded. Receivers must not let the two kinds of change be told apart.
public_state_changed = Signal()

# Sent before the personal data of a complaint are destroyed, with: complaint (Complaint), complainant (Complainant,
# still complete). Receivers destroy their own copies in the same transaction.
complaint_ending_for_good = Signal()
