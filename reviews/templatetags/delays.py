"""What the complainant's own page says of a delay: `{% delay_of complaint as delay %}`."""

from django import template

from complaints.models import Complaint
from reviews.queries.public_delay import passed
from web.times import dated

register = template.Library()


@register.simple_tag
def delay_of(complaint: Complaint) -> dict | None:
    """`due`: the limit that passed. `told`: the post and the office that heard of it. `reviewed`: it is looked into."""
    found = passed(complaint)
    if found is None:
        return None
    told = {"post": found.told.post, "office": found.told.office.name} if found.told else None
    return {"due": dated(found.due_at), "told": told, "reviewed": found.reviewed}
