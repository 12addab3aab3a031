"""Signals for other apps. Receivers run inside the sender's transaction, so an exception rolls it back."""

from django.dispatch import Signal

# A posting has ended: the complaints that it holds need another holder from that moment.
# Sent with: posting (Posting, already ended), by (Actor, or None for a command), at (datetime).
posting_ended = Signal()

# A posting has been created: from its start, its officer may head an office with complaints excluded from them.
# Sent with: posting (Posting; `is_current(at)` says whether it has begun), by (Actor, or None for a command), at.
posting_started = Signal()

# A leave was arranged, which begins now or later.
# Sent with: leave (Leave, already saved, with the acting posting and its officer loaded), at (datetime).
leave_arranged = Signal()

# A leave begins now, so the acting officer receives what goes to the posting. Not sent for a leave that begins later.
# Sent with: leave (Leave, already saved), at (datetime).
leave_begun = Signal()

# Offices have moved in the tree: rows that repeat their region or district must be updated.
# Sent with: office_ids (list of int, the moved offices and all below them), by, at.
offices_moved = Signal()
