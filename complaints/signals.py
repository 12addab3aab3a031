"""What higher apps may hear about. Receivers run inside the transaction that recorded the event."""

from django.dispatch import Signal

# Sent with: event (Event), complaint (Complaint, as it stands after it).
event_recorded = Signal()
