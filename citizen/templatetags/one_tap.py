"""The one-tap link of a message."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse

from citizen.queries.reported_outcome import Gist, last_report
from citizen.services.one_tap import token_for
from complaints.queries.access_keys import asking
from complaints.rules.one_tap import Act

register = template.Library()


@dataclass(frozen=True)
class SolvedQuestion:
    """What an e-mail names beside the question "Is it solved?"."""

    category: str
    report: Gist


@register.simple_tag
def solved_report(event: int | None) -> SolvedQuestion | None:
    """The matter and the report's gist of `{% one_tap event 'close' %}`, for an e-mail; None where neither is named.

    Not without an event, not of a quiet matter, and not to an address that no key has shown to be the complainant's: a
    mistyped one tells a stranger nothing.
    """
    found = asking(event) if event else None
    if found is None or found.complaint.is_quiet:
        return None
    if found.complaint.complainant.email_verified_at is None:
        return None
    report = last_report(found.complaint_id, before=found.seq)
    return SolvedQuestion(found.complaint.category.name, report) if report else None


@register.simple_tag
def one_tap(event: int | None, act: str) -> str:
    """The whole address of the page with one button, in the language of the message: `{% one_tap event 'close' %}`.

    `event`: the id of the event that asks (`event` in the message's context). `act`: answer_contact, close or
    aftercare. Empty where there is no event, or where the complainant has a secret word: then the message does without.
    """
    token = token_for(event, Act(act)) if event else ""
    return settings.SITE_URL + reverse("one_tap", kwargs={"token": token}) if token else ""
