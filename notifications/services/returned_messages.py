"""Record that an e-mail came back."""

from datetime import datetime, timedelta

from django.db.models import Q

from notifications.models import Message

BELIEVED_FOR = timedelta(days=5)


def record_returned_message(message_id: int, *, status: str, at: datetime) -> bool:
    """Mark a sent e-mail as undeliverable. Return whether it was sent by e-mail and not marked yet.

    `status`: the code of the mail server ("5.1.1"). The message then counts as given up and no longer as sent. A report
    is believed of messages to complainants only, and for five days: who got the e-mail can write one, and an officer
    would erase the proof that they were notified.
    """
    to_citizens = Q(recipient__startswith="complainant:") | Q(recipient__startswith="incoming_mail:")
    sent = Message.objects.filter(to_citizens, pk=message_id, channel="email", sent_at__gt=at - BELIEVED_FOR)
    reason = f"the mail server returned it: {status}"[:200]
    return bool(sent.update(sent_at=None, given_up_at=at, last_error=reason))
