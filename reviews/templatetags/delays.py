"""The delay that the complainant's page shows: `{% delay_of complaint as delay %}`."""

from django import template

from complaints.models import Complaint
from reviews.queries.public_delay import load_public_delay
from web.time_format import format_date_and_time

register = template.Library()


@register.simple_tag
def delay_of(complaint: Complaint) -> dict | None:
    """Return the delay of a complaint for its page; None if no deadline passed.

    `due`: the deadline that passed. `told`: the post and the office that were notified. `reviewed`: whether a review
    is open.
    """
    delay = load_public_delay(complaint)
    if delay is None:
        return None
    notified = {"post": delay.told.post, "office": delay.told.office.name} if delay.told else None
    return {"due": format_date_and_time(delay.due_at), "told": notified, "reviewed": delay.reviewed}
