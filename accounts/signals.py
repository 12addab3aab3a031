"""What other apps may hear about. A receiver runs inside the sender's transaction, so it can undo it by raising."""

from django.dispatch import Signal

# A posting has ended: what it holds must find another holder from that second.
# Sent with: posting (Posting, already ended), by (Actor, or None for a command), at (datetime).
posting_ended = Signal()

# A posting has begun: its officer may now stand over what is kept from them.
# Sent with: posting (Posting, already there), by (Actor, or None for a command), at (datetime).
posting_started = Signal()

# Offices stand elsewhere in the tree than before: rows that repeat their region or district must follow.
# Sent with: office_ids (list of int, the moved offices and all below them), by, at.
offices_moved = Signal()
