"""The reports of pressure that the Central Police Office has to act on, and those it has acted on lately."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.queries.former_names import named_then
from complaints.models import Complaint, Event, Pressure
from complaints.rules.facts import PRESSURE_BLOCKS

SHOWN = 50
SETTLED_SHOWN = 20
REMEMBERED = timedelta(days=7)
RELATED = ("complaint__category", "complaint__place__parent", "complaint__office", "complaint__holder__office")


def number_open(actor: Actor) -> int:
    """How many wait for this posting. One statement, on an index of those alone."""
    return seen_by(actor).filter(settled_at=None).count()


def seen_by(actor: Actor) -> QuerySet[Pressure]:
    """The reports on complaints that exist for this posting."""
    return Pressure.objects.filter(complaint__in=Complaint.objects.visible_to(actor))


def open_reports(actor: Actor) -> list[Pressure]:
    """The oldest due first, at most `SHOWN`, each with `said`, what the complainant wrote. Two statements."""
    waiting = seen_by(actor).select_related(*RELATED).filter(settled_at=None).order_by("due_at", "pk")
    return _with_words(list(waiting[:SHOWN]))


def settled_lately(actor: Actor, *, at: datetime) -> list[Pressure]:
    """Those of the last seven days, the newest first. Two statements."""
    settled = seen_by(actor).filter(settled_at__gt=at - REMEMBERED).order_by("-settled_at", "-pk")
    return named_then(settled.select_related(*RELATED)[:SETTLED_SHOWN], posting="settled_by", at="settled_at")


def was_reported_lately(complaint: Complaint, *, at: datetime) -> bool:
    """Return whether a report of pressure waits, or came so lately that it still blocks a closure. One statement."""
    lately = Q(settled_at=None) | Q(reported_at__gt=at - PRESSURE_BLOCKS)
    return Pressure.objects.filter(lately, complaint=complaint).exists()


def _with_words(reports: list[Pressure]) -> list[Pressure]:
    """The words stand with the events: of the report that opened the task, and of those that joined it since."""
    told = Event.objects.filter(kind="report_pressure", complaint__in={report.complaint_id for report in reports})
    said = list(told.order_by("seq").values_list("complaint_id", "at", "words__text"))
    for report in reports:
        since = [
            words for complaint, at, words in said if complaint == report.complaint_id and at >= report.reported_at
        ]
        report.said = "\n\n".join(dict.fromkeys(words for words in since if words))
    return reports
