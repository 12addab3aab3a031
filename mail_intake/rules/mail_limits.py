"""Limits of incoming e-mail and of automatic answers. All figures are our own."""

from datetime import timedelta

LARGEST_MAIL = 40 * 1024 * 1024
"""Bytes. 25 MB of files grow by a third in an e-mail; most providers accept no more."""

FETCHED_AT_ONCE = 200
"""Messages fetched in one run. It runs each minute: 12,000 messages an hour."""

PROCESSED_AT_ONCE = 200
TRIES = 3
"""A message that fails this many times is set aside for an operator."""

ANSWER_INTERVAL = timedelta(hours=1)
"""At most one automatic answer to an address in this time."""

ANSWERS_PER_DAY = 3
"""Automatic answers to one address in a day. The address may be forged, and its owner has written nothing."""

ANSWERED_WITHIN = timedelta(hours=24)
"""An answer that could not be sent in this time is dropped."""

RECEIPT_WITHIN = timedelta(minutes=10)
"""The same for the acknowledgement of a reply, which is of no use later."""

LINK_LIFETIME = timedelta(days=7)
"""How long the link in an answer works."""

MAIL_KEPT = timedelta(days=30)
"""How long a message is kept, encrypted, after it arrived."""
