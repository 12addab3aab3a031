"""What a message of the outbox may say outside Meta's 24 hours."""

from complaints.models import Complaint
from notifications.models import Message
from notifications.rules.references import parse
from notifications.transports.contract import Outgoing
from whatsapp.rules.templates import News, news_of, template_of

OF_COMPLAINT = "complainant"


def news(outgoing: Outgoing) -> News:
    """By which template, and of which number. Two queries.

    Where the words are to be neutral, and of a complaint of which nothing goes out unasked or whose complainant is
    protected, that there is news and nothing more.
    """
    message = Message.objects.filter(pk=outgoing.id).first()
    if message is None or outgoing.neutral:
        return News()
    kind, number = parse(message.recipient)
    of_complaint = kind == OF_COMPLAINT
    if of_complaint and _is_delicate(number):
        return News()
    return news_of(template_of(message.template, message.context, of_complaint=of_complaint), message.context)


def _is_delicate(complainant_id: int) -> bool:
    found = Complaint.objects.for_system().select_related("complainant").filter(complainant=complainant_id).first()
    return found is None or found.is_quiet or found.identity_is_protected
