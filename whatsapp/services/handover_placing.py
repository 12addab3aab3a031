"""Which complaint cell gets a chat: the lowest one with an operator who may read it.

Source: docs/rules.md, *Before registration*; docs/decisions/0024.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.queries.reporting_lines import annotate_reporting_line
from accounts.rules.roles import KINDS_WITH_CELL, Role
from complaints.models import Category, Complainant, Complaint, Exclusion
from complaints.queries.officer_workload import on_leave_condition
from complaints.rules.exclusion.stated_posts import YesNoUnknown
from complaints.rules.working_hours import WorkingHours
from complaints.services.exclusion.exclusion_by_description import derive_exclusions, describe_officer
from complaints.understanding.proposals import Danger
from complaints.understanding.sentence import understand
from web import identity_numbers
from whatsapp.models import Chat, Handover, InboxHours, OwnComplaint
from whatsapp.rules.chat_state import State
from whatsapp.rules.handover.handover_rules import inbox_working_hours, mentioned_officers, next_call_back
from whatsapp.rules.missed_answers import is_filing_step
from whatsapp.rules.time_format import PAKISTAN


def place_handover(handover: Handover, offices: Sequence[Office], *, at: datetime) -> bool:
    """Save the hand-over at the first of these offices with an operator on duty who may see it. False if there is none.

    `offices`: the lowest first. The test is the inbox's own filter, so nobody gets a chat that it hides from them.
    """
    for office in offices:
        handover.office = office
        handover.save()
        if has_reader(handover, at=at):
            return True
    return False


def has_reader(handover: Handover, *, at: datetime) -> bool:
    """Return whether an operator on duty in the hand-over's cell may see it."""
    rows, actors = Handover.objects.filter(pk=handover.pk), duty_actors(handover.office, at=at)
    return any(rows.visible_to(actor, at=at).exists() for actor in actors)


def duty_actors(office: Office, *, at: datetime) -> list[Actor]:
    """Return the complaint operators of an office who are not on leave."""
    postings = Posting.objects.current(at).filter(office=office, role=Role.COMPLAINT_OPERATOR.value).with_people()
    postings = annotate_reporting_line(postings.exclude(on_leave_condition(at)), at=at)
    return [Actor.of(posting) for posting in postings]


def load_inbox_hours(office: Office) -> WorkingHours | None:
    """Return the hours of an office's inbox; None if it never opens."""
    row = InboxHours.objects.filter(office=office).select_related("calendar").first() or InboxHours()
    closed = row.calendar.holidays.filter(is_off=False).values_list("day", flat=True) if row.calendar_id else ()
    return inbox_working_hours(row.week, frozenset(closed))


def plan_call_back(handover: Handover, chat: Chat, *, at: datetime) -> datetime | None:
    """Return from when the person is called: while the cell is open, by day where their number is from."""
    zone = identity_numbers.time_zone_of_phone(chat.phone) if chat.phone else None
    return next_call_back(load_inbox_hours(handover.office), ZoneInfo(zone) if zone else PAKISTAN, at=at)


def set_subject(handover: Handover, chat: Chat, state: State, *, at: datetime) -> list[Office]:
    """Set the complaints that the chat is about, and return the offices that may get it, the lowest first.

    The district comes from the answers or the complaint; without one the chat goes to the Central Police Office.
    """
    ids = list(OwnComplaint.objects.filter(chat=chat).values_list("complaint", flat=True))
    if chat.number_is_proved and chat.phone_index:  # a complaint has the id of its complainant
        ids += Complainant.objects.filter(phone_index=bytes(chat.phone_index)).values_list("pk", flat=True)
    opened = state.answers.get("etag") if state.answers.get("standing") else None
    rows = Complaint.objects.unscoped("the complaints of one chat, to hide it from those they are hidden from")
    ids += rows.filter(etag=opened).values_list("pk", flat=True) if opened else ()  # perhaps on a borrowed telephone
    rows = rows.filter(pk__in=ids).select_related("office", "place")
    complaints = list(rows.order_by("-received_at", "-pk"))
    handover.about = [complaint.pk for complaint in complaints]
    is_new_matter = is_filing_step(state.step) or bool(state.answers.get("category"))
    newest = complaints[0] if complaints and not is_new_matter else None
    handover.complaint = next((one for one in complaints if one.etag == opened), newest)
    office = _place_of_chat(handover, state, of_custody=True)
    return [each for each in reversed(Office.objects.line_of(office)) if each.kind in KINDS_WITH_CELL]


def _place_of_chat(handover: Handover, state: State, *, of_custody: bool = False) -> Office:
    """Return the office where it happened as far as the chat says, else the Central Police Office.

    of_custody: of a complaint, the office that has it.
    """
    if handover.complaint:
        return handover.complaint.office if of_custody else handover.complaint.place
    codes = [state.answers.get("station"), state.answers.get("district")]
    by_code = Office.objects.in_bulk([code for code in codes if code], field_name="code")
    return next((by_code[code] for code in codes if code in by_code), None) or Office.objects.get(parent=None)


def hide_from_mentioned(handover: Handover, words: Iterable[str], state: State, *, at: datetime) -> bool:
    """Hide the chat from the officers and offices that the person writes about. Return whether there are new ones.

    A post in the words ("the DPO"), the answers about whom to keep out, and a chosen category about the police count as
    in *Before registration*. So does the name of anybody who could read the inbox of the office or of those above it.
    A complaint may be in the custody of another line than that of its place: both count, and so does the chat's cell.
    """
    text = "\n".join(words)
    line = list(Office.objects.line_of(_place_of_chat(handover, state)))
    of_custody = list(Office.objects.line_of(_place_of_chat(handover, state, of_custody=True)))
    lines = [line] if of_custody[-1] in line else [line, of_custody]
    stated = [each for one in lines for each in _exclusions_stated(text, one, state.answers, at=at)]
    offices = {each.office_id for each in stated if each.office_id}
    officers = {each.officer_id for each in stated if each.officer_id}
    reads = Q(role=Role.COMPLAINT_OPERATOR.value) | Q(is_head=True)
    line_of_cell = Office.objects.line_of(handover.office) if handover.office_id else ()
    ids = {office.pk for office in (*line, *of_custody, *line_of_cell)}
    readers = Posting.objects.current(at).filter(reads, office__in=ids).order_by()
    names = readers.values_list("officer", "officer__name_en", "officer__name_ur")
    officers |= mentioned_officers(text, {officer: each for officer, *each in names})
    before = set(handover.hidden_offices), set(handover.hidden_officers)
    handover.hidden_offices = sorted(before[0] | offices)
    handover.hidden_officers = sorted(before[1] | officers)
    return (set(handover.hidden_offices), set(handover.hidden_officers)) != before


def _exclusions_stated(text: str, line: Sequence[Office], answers: Mapping, *, at: datetime) -> list[Exclusion]:
    """Return the unsaved exclusions that the words and answers of a chat would start."""
    if len(line) == 1:  # nothing is known of the place, and the Central Police Office is above it
        return []
    is_about_police = Category.objects.filter(code=answers.get("category") or "", about_police=True).exists()
    is_conduct = is_about_police or understand(text).danger is Danger.POLICE
    described = describe_officer(
        f"{text}\n{answers.get('concerns') or ''}",
        {"post": answers.get("post")},
        keep_from=YesNoUnknown.YES if is_conduct else answers.get("keep_from") or "",
        senior_possible=answers.get("senior_possible") or "",
        is_conduct=is_conduct,
    )
    return derive_exclusions(line, answers.get("officer_station") or "", described, happened_on=None, at=at)
