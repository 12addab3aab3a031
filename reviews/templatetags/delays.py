"""The delay that the complainant's page shows: `{% delay_of complaint as delay %}`."""

from django import template

from complaints.models import Complaint
from reviews.queries.public_delay import load_public_delay
from web.time_format import format_date_and_time

register = template.Library()


@register.simple_tag
def delay_of(complaint: Complaint) -> dict | None:
    """Return the delay of a complaint for its page; None if no deadline passed.

    `due`: the deadline that passed. `notified`: the post and the office that were notified. `reviewed`: whether a
    review is open.
    """
    delay = load_public_delay(complaint)
    if delay is None:
        return None
    notified = (
        {"post": delay.notified_posting.post, "office": delay.notified_posting.office.name}
        if delay.notified_posting
        else None
    )
    return {"due": format_date_and_time(delay.due_at), "notified": notified, "reviewed": delay.reviewed}
