"""What waits for the complaint cells and the Central Police Office: calls, exclusions, reports of pressure."""

from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.middleware import POSTING_PARAMETER
from complaints.models import CallPurpose, Complaint
from complaints.queries.due_calls import list_due_calls_of_postings
from complaints.queries.exclusion.exclusion_tasks import list_exclusion_tasks_of_postings, works_on_exclusions
from complaints.queries.hearing_lookup import hearings_awaiting_consent
from complaints.queries.pressure_reports import visible_reports
from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.exclusion.settling import is_central_operator
from complaints.rules.pressure_responders import must_act_on_pressure
from desk.formatting import moment
from desk.queries.scanned_letters import count_waiting_letters_of_postings
from desk.rules.why_now import Reason
from desk.services.intake_registration import may_register_for_others
from desk.today.waiting_tasks import MOST_OF_A_KIND, OfficerPostings, WaitingTask

REASONS_FOR_CALLS = {
    Purpose.VERIFY: frozenset({Reason.VERIFY}),
    Purpose.WITHDRAWAL: frozenset({Reason.WITHDRAWAL}),
}
"""For which reasons a complaint waits in the cell's queue for nothing but a call of this purpose. Other calls do not
end what the complaint waits for: one that must still be marked is listed twice."""


def list_cell_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return what these postings have to do besides their queues. Six statements at most."""
    return [
        *_call_tasks(officer_postings, at=at),
        *_exclusion_tasks(officer_postings, at=at),
        *_consent_tasks(officer_postings),
        *_pressure_task(officer_postings),
        *_letter_tasks(officer_postings, at=at),
    ]


def _call_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return one task for each call. A spot check has no deadline here: it has no clock (docs/decisions/0010)."""
    tasks = []
    for under, call in list_due_calls_of_postings(officer_postings.acting(may_register_for_others), at=at):
        is_spot_check = call.purpose is Purpose.SAMPLE
        posting = officer_postings.postings[under]
        url = reverse("desk:call", kwargs={"etag": call.row["etag"], "purpose": str(call.purpose)})
        tasks.append(
            WaitingTask(
                gettext("Call: %(purpose)s") % {"purpose": CallPurpose(str(call.purpose)).label},
                due_at=None if is_spot_check else call.due_at,
                since=call.since,
                complaint_id=call.row["id"],
                url=f"{url}?{POSTING_PARAMETER}={posting.choice}",
                posting=posting,
                detail=gettext("Call from %(time)s") % {"time": moment(call.ring_at)} if call.ring_at > at else "",
                replaces=REASONS_FOR_CALLS.get(call.purpose, frozenset()),
                comes_last=is_spot_check,
            )
        )
    return tasks


def _exclusion_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    reasons = {
        "to_settle": gettext("Confirm whom the complaint is against"),
        "names": gettext("Confirm an officer's name, or it lapses"),
        "approvals": gettext("Approve or refuse the end of an exclusion"),
        "objections": gettext("Decide on the complainant's objection"),
    }
    return [
        WaitingTask(
            reasons[task.kind],
            due_at=task.due_at,
            since=task.since,
            complaint_id=task.complaint_id,
            posting=officer_postings.postings[task.under],
            replaces=frozenset({Reason.MARK}) if task.kind == "to_settle" else frozenset(),
        )
        for task in list_exclusion_tasks_of_postings(officer_postings.acting(works_on_exclusions), at=at)
    ]


def _consent_tasks(officer_postings: OfficerPostings) -> list[WaitingTask]:
    """Return the hearings on confidential complaints to which the cell of the Central Police Office has to agree."""
    acting = officer_postings.acting(lambda actor: is_central_operator(role=actor.role, office_kind=actor.office_kind))
    if not acting:
        return []
    under, actor = acting[0]
    posting, visible = officer_postings.postings[under], Complaint.objects.visible_to(actor).open()
    waiting = hearings_awaiting_consent().filter(naming__complaint__in=visible).order_by("written_at", "pk")
    rows = waiting.values_list("naming", "naming__complaint", "naming__complaint__etag", "written_at")
    return [
        WaitingTask(
            gettext("Approve asking the officer for a statement"),
            since=written_at,
            complaint_id=complaint_id,
            url=f"{reverse('desk:hearings', args=[etag, naming])}?{POSTING_PARAMETER}={posting.choice}",
            posting=posting,
        )
        for naming, complaint_id, etag, written_at in rows[:MOST_OF_A_KIND]
    ]


def _pressure_task(officer_postings: OfficerPostings) -> list[WaitingTask]:
    """Return one task for all reports of pressure: no page but their own names the complaints."""
    acting = officer_postings.acting(
        lambda actor: must_act_on_pressure(kind=actor.office_kind, role=actor.role, is_head=actor.is_head)
    )
    if not acting:
        return []
    under, actor = acting[0]
    waiting = visible_reports(actor).filter(settled_at=None).aggregate(number=Count("pk"), due_at=Min("due_at"))
    if not waiting["number"]:
        return []
    subject = ngettext("%(n)d report of pressure", "%(n)d reports of pressure", waiting["number"])
    return [
        WaitingTask(
            gettext("A complainant reports pressure"),
            due_at=waiting["due_at"],
            subject=subject % {"n": waiting["number"]},
            url=reverse("desk:pressure"),
            posting=officer_postings.postings[under],
        )
    ]


def _letter_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return one task for the scanned letters of each cell."""
    tasks = []
    for waiting in count_waiting_letters_of_postings(officer_postings.acting(may_register_for_others), at=at):
        posting = officer_postings.postings[waiting.under]
        subject = ngettext("%(n)d scanned letter", "%(n)d scanned letters", waiting.count)
        tasks.append(
            WaitingTask(
                gettext("Register the scanned letters"),
                since=waiting.since,
                subject=subject % {"n": waiting.count},
                url=f"{reverse('desk:letters')}?{POSTING_PARAMETER}={posting.choice}",
                posting=posting,
            )
        )
    return tasks
