"""Template tags for the one-tap link of a message."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse

from citizen.queries.reported_outcome import ReportSummary, last_report
from citizen.services.one_tap_links import make_link_token_for_message
from citizen.services.sms_nonces import make_sms_nonce
from complaints.queries.access_key_facts import load_event_of_one_tap_link
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind

register = template.Library()
ANSWERED_BY_SMS = OneTapQuestionKind.ANSWER_CONTACT


@dataclass(frozen=True)
class SolvedQuestion:
    """What an e-mail names besides the question “Is it solved?”."""

    category: str
    report: ReportSummary


@register.simple_tag
def solved_report(event: int | None) -> SolvedQuestion | None:
    """Return category and report summary for an e-mail with `{% one_tap event 'close' %}`; None if it names neither.

    It names neither without an event, for a quiet matter, and to an address that is not verified: a mistyped address
    must not reveal anything to a stranger.
    """
    asking_event = load_event_of_one_tap_link(event) if event else None
    if asking_event is None or asking_event.complaint.is_quiet:
        return None
    if asking_event.complaint.complainant.email_verified_at is None:
        return None
    report = last_report(asking_event.complaint_id, before=asking_event.seq)
    return SolvedQuestion(asking_event.complaint.category.name, report) if report else None


@register.simple_tag
def one_tap(event: int | None, act: str) -> str:
    """Return the full URL of the page with one button, in the language of the message: `{% one_tap event 'close' %}`.

    `event`: the id of the event that asks (`event` in the message's context). `act`: answer_contact, close or
    aftercare. Empty without an event, or if the complainant has a secret word: the message then has no link.
    """
    token = make_link_token_for_message(event, OneTapQuestionKind(act)) if event else ""
    return settings.SITE_URL + reverse("one_tap", kwargs={"token": token}) if token else ""


@register.simple_tag
def sms_nonce(event: int | None) -> str:
    """Return the digits with which an SMS answers the question of this event.

    Empty without an event, if the complainant has a secret word, and if no SMS can come in.
    """
    can_answer = event and settings.SMS_INBOUND_TOKEN and make_link_token_for_message(event, ANSWERED_BY_SMS)
    return make_sms_nonce(event) if can_answer else ""
