"""What higher apps may hear about. Receivers run inside the transaction that recorded the event."""

from django.dispatch import Signal

# Sent with: event (Event), complaint (Complaint, as it stands after it).
event_recorded = Signal()

# Sent before what is personal in a complaint is destroyed, with: complaint (Complaint), complainant (Complainant, as
# they still are). What a receiver keeps of them goes in the same transaction.
complaint_ending_for_good = Signal()
