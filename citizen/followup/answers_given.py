"""What stands told, in a line for the list: so that it is seen, and put right, before an officer relies on it."""

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from accounts.rules.offices import OfficeKind
from citizen.followup.safety_forms import in_words
from complaints.models import Document
from complaints.models.labels import BEHALVES, CONSENTS, MESSAGE_CHANNELS
from complaints.queries.followup import FollowupContext
from complaints.rules.followup import SHOWS_WHO, Followup, Question
from complaints.rules.persons import Behalf
from web.time_zones import PAKISTAN, city

LAST_DIGITS = 4


def line(question: Question, found: FollowupContext) -> str:
    """What stands; empty where nothing does."""
    stands = LINES.get(question)
    if stands is None or (question in SHOWS_WHO and not found.sees_identity):
        return ""
    return stands(found)


def _joined(*parts: str) -> str:
    return gettext(", ").join(part for part in parts if part)


def _unknown(found: FollowupContext, name: Followup) -> str:
    last = found.past.get(name)
    return gettext("You don't know") if last and last.unknown else ""


def _place(found: FollowupContext) -> str:
    complaint = found.complaint
    is_station = complaint.place.kind in {OfficeKind.STATION, OfficeKind.UNIT}
    position = gettext("phone location") if complaint.statement.position else ""
    station = complaint.place.name if is_station else ""
    told = _joined(station, complaint.statement.landmark, position)
    return told or _unknown(found, Followup.STATION)


def _when(found: FollowupContext) -> str:
    told = found.complaint.statement
    day = date_format(told.happened_on, "j F Y", use_l10n=False) if told.happened_on else ""
    return _joined(day, told.happened_about) or _unknown(found, Followup.WHEN)


def _concerns(found: FollowupContext) -> str:
    return found.complaint.statement.concerns or _unknown(found, Followup.CONCERNS)


def _evidence(found: FollowupContext) -> str:
    if not found.files:
        return ""
    return ngettext("%(number)d file", "%(number)d files", found.files) % {"number": found.files}


def _you(found: FollowupContext) -> str:
    """Of a number only its end: somebody may look over the shoulder."""
    person = found.person
    document = ""
    if person.document != Document.NONE:
        ending = gettext("%(document)s ending in %(digits)s")
        document = ending % {
            "document": person.get_document_display(),
            "digits": person.document_number[-LAST_DIGITS:],
        }
    elif person.no_document_reason:
        document = gettext("no document")
    return _joined(person.name, document)


def _behalf(found: FollowupContext) -> str:
    person = found.person
    said = str(dict(BEHALVES)[person.behalf])
    if person.behalf == Behalf.SELF:
        return said
    return _joined(said, person.behalf_name, str(dict(CONSENTS).get(person.behalf_consent, "")))


def _age(found: FollowupContext) -> str:
    return gettext("Under 18: confidential") if found.person.under_18 else gettext("Not under 18")


def _contact(found: FollowupContext) -> str:
    person = found.person
    if found.complaint.is_quiet and not person.messages_wanted:
        if person.has_secret:
            return gettext("No messages, because you have a secret word")
        return gettext("No messages, only a code when you ask for one")
    channel = dict(MESSAGE_CHANNELS).get(person.prefers, "")
    numbers = channel or _joined(*(str(name) for key, name in MESSAGE_CHANNELS if _has(person, key)))
    neutral = gettext("neutral wording") if person.neutral else ""
    return _joined(str(numbers), neutral)


def _has(person, channel: str) -> bool:
    return bool(person.phone if channel == "sms" else person.email)


def _hours(found: FollowupContext) -> str:
    person = found.person
    if person.safe_from is None:
        hours = gettext("At any time")
    else:
        said = {"from": in_words(person.safe_from), "until": in_words(person.safe_until)}
        hours = gettext("%(from)s to %(until)s") % said
    where = city(person.time_zone) if person.time_zone != PAKISTAN else ""
    return _joined(hours, where, gettext("a woman officer") if person.woman_officer else "")


def _protection(found: FollowupContext) -> str:
    if found.complaint.protected:
        return gettext("Only the complaint cell")
    return gettext("The officers working on it")


def _word(found: FollowupContext) -> str:
    return (
        gettext("You have set one. You need it to open this complaint.")
        if found.person.has_secret
        else gettext("You have not set one.")
    )


LINES: dict[Question, Callable[[FollowupContext], str]] = {
    Question.PLACE: _place,
    Question.WHEN: _when,
    Question.CONCERNS: _concerns,
    Question.EVIDENCE: _evidence,
    Question.YOU: _you,
    Question.BEHALF: _behalf,
    Question.AGE: _age,
    Question.CONTACT: _contact,
    Question.HOURS: _hours,
    Question.PROTECTION: _protection,
    Question.WORD: _word,
}
