"""What other apps may hear about. A receiver runs inside the sender's transaction, so it can undo it by raising."""

from django.dispatch import Signal

# A posting has ended: what it holds must find another holder from that second.
# Sent with: posting (Posting, already ended), by (Actor, or None for a command), at (datetime).
posting_ended = Signal()

# A posting is there: its officer may now stand over what is kept from them, or will from its first second on.
# Sent with: posting (Posting; `is_current(at)` says whether it has begun), by (Actor, or None for a command), at.
posting_started = Signal()

# A leave begins at this second: what goes to the posting reaches its cover. One that begins later sends nothing.
# Sent with: leave (Leave, already there), at (datetime).
leave_begun = Signal()

# Offices stand elsewhere in the tree than before: rows that repeat their region or district must follow.
# Sent with: office_ids (list of int, the moved offices and all below them), by, at.
offices_moved = Signal()
