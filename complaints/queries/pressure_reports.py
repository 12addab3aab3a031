"""Find the reports of pressure that the CPO has to act on, and those that it settled recently."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.actors import Actor
from accounts.queries.historical_names import set_historical_postings
from complaints.models import Complaint, Event, Pressure
from complaints.rules.guard_facts import PRESSURE_BLOCKS_FOR

SHOWN = 50
SETTLED_SHOWN = 20
REMEMBERED = timedelta(days=7)
FORBIDS_CALLING = Q(silent=True, settled_at=None)
RELATED = ("complaint__category", "complaint__place__parent", "complaint__office", "complaint__holder__office")


def count_open_reports(actor: Actor) -> int:
    """Return how many reports wait for this posting. One statement, on the index `pressure_open`."""
    return visible_reports(actor).filter(settled_at=None).count()


def visible_reports(actor: Actor) -> QuerySet[Pressure]:
    """Return the reports on complaints that this posting may see."""
    return Pressure.objects.filter(complaint__in=Complaint.objects.visible_to(actor))


def open_reports(actor: Actor) -> list[Pressure]:
    """Return the waiting reports, earliest deadline first, at most `SHOWN`. Two statements.

    Each has `said`, the complainant's text.
    """
    waiting = visible_reports(actor).select_related(*RELATED).filter(settled_at=None).order_by("due_at", "pk")
    return _add_report_texts(list(waiting[:SHOWN]))


def recently_settled_reports(actor: Actor, *, at: datetime) -> list[Pressure]:
    """Return the reports that were settled in the last seven days, newest first. Two statements."""
    settled = visible_reports(actor).filter(settled_at__gt=at - REMEMBERED).order_by("-settled_at", "-pk")
    return set_historical_postings(
        settled.select_related(*RELATED)[:SETTLED_SHOWN], posting="settled_by", at="settled_at"
    )


def duress_forbids_calling() -> Exists:
    """Return the condition on complaints that nobody may call the complainant: a silent report waits for the CPO.

    What the condition leaves out waits without a visible reason (docs/decisions/0014).
    """
    return Exists(Pressure.objects.filter(FORBIDS_CALLING, complaint=OuterRef("pk")))


def is_calling_forbidden(complaint: Complaint) -> bool:
    """Return whether nobody may call this complainant (`duress_forbids_calling`). One statement."""
    return Pressure.objects.filter(FORBIDS_CALLING, complaint=complaint).exists()


def is_closure_blocked_by_pressure(complaint: Complaint, *, at: datetime) -> bool:
    """Return whether a report of pressure waits, or is so recent that it still blocks a closure. One statement."""
    blocking = Q(settled_at=None) | Q(reported_at__gt=at - PRESSURE_BLOCKS_FOR)
    return Pressure.objects.filter(blocking, complaint=complaint).exists()


def _add_report_texts(reports: list[Pressure]) -> list[Pressure]:
    """Set `said` to the texts of the event that opened the report and of further reports since then."""
    events = Event.objects.filter(kind="report_pressure", complaint__in={report.complaint_id for report in reports})
    texts = list(events.order_by("seq").values_list("complaint_id", "at", "words__text"))
    for report in reports:
        since = [text for complaint, at, text in texts if complaint == report.complaint_id and at >= report.reported_at]
        report.said = "\n\n".join(dict.fromkeys(text for text in since if text))
    return reports
