"""One-line summaries of the answers for the list of questions, so that mistakes are seen and corrected."""

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from accounts.rules.office_tree import OfficeKind
from citizen.followup.safety_forms import hour_label
from complaints.models import Document
from complaints.models.display.complaint_labels import BEHALVES, CONSENTS
from complaints.queries.followup_context import FollowupContext
from complaints.rules.complainant.anonymity_and_consent import Behalf
from complaints.rules.followup_questions import IDENTITY_QUESTIONS, FollowupDetail, Question
from notifications.message_channels import can_be_reached, offered_channels
from web.time_zones import PAKISTAN, city_of_zone

SHOWN_DIGITS = 4


def answer_summary(question: Question, context: FollowupContext) -> str:
    """Return the summary of an answer; an empty string if there is none, or if this visitor may not see it."""
    summarise = SUMMARIES.get(question)
    if summarise is None or (question in IDENTITY_QUESTIONS and not context.sees_identity):
        return ""
    return summarise(context)


def _join_parts(*parts: str) -> str:
    return gettext(", ").join(part for part in parts if part)


def _unknown_text(context: FollowupContext, name: FollowupDetail) -> str:
    last_answer = context.last_answers.get(name)
    return gettext("You don't know") if last_answer and last_answer.unknown else ""


def _summarise_place(context: FollowupContext) -> str:
    complaint = context.complaint
    is_station = complaint.place.kind in {OfficeKind.STATION, OfficeKind.UNIT}
    position = gettext("phone location") if complaint.statement.position else ""
    station = complaint.place.name if is_station else ""
    parts = _join_parts(station, complaint.statement.landmark, position)
    return parts or _unknown_text(context, FollowupDetail.STATION)


def _summarise_when(context: FollowupContext) -> str:
    statement = context.complaint.statement
    day = date_format(statement.happened_on, "j F Y", use_l10n=False) if statement.happened_on else ""
    return _join_parts(day, statement.happened_about) or _unknown_text(context, FollowupDetail.WHEN)


def _summarise_concerns(context: FollowupContext) -> str:
    return context.complaint.statement.concerns or _unknown_text(context, FollowupDetail.CONCERNS)


def _summarise_evidence(context: FollowupContext) -> str:
    if not context.files:
        return ""
    return ngettext("%(number)d file", "%(number)d files", context.files) % {"number": context.files}


def _summarise_you(context: FollowupContext) -> str:
    """Return name and document. Only the end of a number is shown, because others may see the screen."""
    person = context.person
    document = ""
    if person.document != Document.NONE:
        ending = gettext("%(document)s ending in %(digits)s")
        document = ending % {
            "document": person.get_document_display(),
            "digits": person.document_number[-SHOWN_DIGITS:],
        }
    elif person.no_document_reason:
        document = gettext("no document")
    return _join_parts(person.name, document)


def _summarise_behalf(context: FollowupContext) -> str:
    person = context.person
    label = str(dict(BEHALVES)[person.behalf])
    if person.behalf == Behalf.SELF:
        return label
    return _join_parts(label, person.behalf_name, str(dict(CONSENTS).get(person.behalf_consent, "")))


def _summarise_age(context: FollowupContext) -> str:
    return gettext("Under 18: confidential") if context.person.under_18 else gettext("Not under 18")


def _summarise_contact(context: FollowupContext) -> str:
    person = context.person
    if context.complaint.is_quiet and not person.messages_wanted:
        if person.has_secret:
            return gettext("No messages, because you have a secret word")
        return gettext("No messages, only a code when you ask for one")
    channels, phone, email = dict(offered_channels()), person.phone, person.email
    reached = [str(label) for name, label in channels.items() if can_be_reached(name, phone=phone, email=email)]
    numbers = channels.get(person.prefers) or _join_parts(*reached)
    neutral = gettext("neutral wording") if person.neutral else ""
    return _join_parts(str(numbers), neutral)


def _summarise_hours(context: FollowupContext) -> str:
    person = context.person
    if person.safe_from is None:
        hours = gettext("At any time")
    else:
        times = {"from": hour_label(person.safe_from), "until": hour_label(person.safe_until)}
        hours = gettext("%(from)s to %(until)s") % times
    zone = city_of_zone(person.time_zone) if person.time_zone != PAKISTAN else ""
    return _join_parts(hours, zone, gettext("a woman officer") if person.woman_officer else "")


def _summarise_protection(context: FollowupContext) -> str:
    if context.complaint.protected:
        return gettext("Only the complaint cell")
    return gettext("The officers working on it")


def _summarise_word(context: FollowupContext) -> str:
    return (
        gettext("You have set one. You need it to open this complaint.")
        if context.person.has_secret
        else gettext("You have not set one.")
    )


SUMMARIES: dict[Question, Callable[[FollowupContext], str]] = {
    Question.PLACE: _summarise_place,
    Question.WHEN: _summarise_when,
    Question.CONCERNS: _summarise_concerns,
    Question.EVIDENCE: _summarise_evidence,
    Question.YOU: _summarise_you,
    Question.BEHALF: _summarise_behalf,
    Question.AGE: _summarise_age,
    Question.CONTACT: _summarise_contact,
    Question.HOURS: _summarise_hours,
    Question.PROTECTION: _summarise_protection,
    Question.WORD: _summarise_word,
}
