"""Record that an e-mail came back."""

from datetime import datetime

from notifications.models import Message


def record_returned_message(message_id: int, *, status: str, at: datetime) -> bool:
    """Mark a sent e-mail as undeliverable. Return whether it was sent by e-mail and not marked yet.

    `status`: the code of the mail server ("5.1.1"). The message then counts as given up and no longer as sent, so it
    does not prove that an officer was notified.
    """
    sent = Message.objects.filter(pk=message_id, channel="email", sent_at__isnull=False)
    reason = f"the mail server returned it: {status}"[:200]
    return bool(sent.update(sent_at=None, given_up_at=at, last_error=reason))
