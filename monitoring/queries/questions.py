"""What is measured each morning, and which questions there are for whom."""

import hmac
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import OfficeKind, lineage
from complaints.models import Complaint
from complaints.models.naming import stations_of
from desk.queries.complaint_filters import ALL, filter_complaints
from ledger import chain, signing_keys
from monitoring.models import Question, QuestionAnswer
from monitoring.queries.compared_offices import add, late_by, share
from monitoring.queries.public_counts import NAMED
from monitoring.rules.league import Measure
from monitoring.rules.questions import QUIET, WEEKS_BEFORE, FigureChange, QuestionFigure, weeks
from monitoring.tallies.definitions import shortest_spans
from monitoring.tallies.reading import Sums, TallyQuery, consistent_snapshot, read_tallies
from reviews.rules.patterns import Share

MEASURES = {
    QuestionFigure.CONTACTED: Measure.CONTACTED,
    QuestionFigure.REPORTED: Measure.REPORTED,
    QuestionFigure.REOPENED: Measure.REOPENED,
    QuestionFigure.DENIED: Measure.DENIED,
}
RUN_LATE = (QuestionFigure.CONTACTED, QuestionFigure.REPORTED)
REMEMBERED = timedelta(weeks=4)
"""For so long a question that nobody answers is looked at for whether somebody has to be reminded."""
PURPOSE = b"question\x00"
"""A mark of an answer is never one of a history, though the key is the same."""


def measured(*, today: date, at: datetime) -> list[FigureChange[Office]]:
    """Each figure of each district, in its week and in the twelve before it. Eight statements.

    Without whatever names an officer, or once did: the head who is asked may be that officer.
    """
    with consistent_snapshot():
        central, districts = Office.objects.central(), list(Office.objects.districts().order_by("path"))
        hidden = _named(today, at=at)
        found = read_tallies(
            [
                TallyQuery(f"{figure}{part}", office.pk, "", shortest_spans(*days))
                for figure in QuestionFigure
                for part, days in enumerate(weeks(figure, today))
                for office in districts
            ],
            hidden=hidden,
        )
        late = {
            f"{figure}{part}": late_by(OfficeKind.DISTRICT, days, within=central, hidden=hidden, at=at)
            for figure in RUN_LATE
            for part, days in enumerate(weeks(figure, today))
        }

    def told(figure: QuestionFigure, part: int, office: Office) -> Share:
        name = f"{figure}{part}"
        sums = add(found.total(name, office.pk), late.get(name, {}).get(office.pk, Sums()))
        counted = Share(sums.received, WEEKS_BEFORE if part else 1)
        return share(MEASURES[figure], sums) if figure in MEASURES else counted

    return [
        FigureChange(o, figure, told(figure, 0, o), told(figure, 1, o)) for o in districts for figure in QuestionFigure
    ]


def _named(today: date, *, at: datetime) -> list[int]:
    spanned = [day for figure in QuestionFigure for days in weeks(figure, today) for day in days]
    named = Complaint.objects.unscoped("figures are counted for the office, then narrowed to the reader").filter(NAMED)
    received = (min(spanned), max(spanned))
    return list(filter_complaints(named, status=ALL, received=received, at=at).values_list("pk", flat=True))


def quiet(*, at: datetime) -> set[tuple[int, QuestionFigure]]:
    """Of what not to ask again: what has no answer yet, and what was asked lately. By office and figure."""
    standing = Question.objects.filter(answer=None) | Question.objects.filter(asked_at__gt=at - QUIET)
    return {(office, QuestionFigure(figure)) for office, figure in standing.values_list("office", "figure")}


def late(*, at: datetime) -> QuerySet[Question]:
    """Those past their day without an answer, of the last few weeks: who is told of one is told once."""
    standing = Question.objects.filter(answer=None, due_at__lte=at, due_at__gt=at - REMEMBERED)
    return standing.select_related("office").order_by("pk")


def visible_to(actor: Actor) -> QuerySet[Question]:
    """The questions to the actor's office and to those below it.

    Who is posted at a station besides may not read what counts complaints against that station. Two statements.
    """
    stations = Office.objects.filter(pk__in=stations_of(actor)).values_list("path", flat=True)
    above = {step for path in stations for step in lineage(path)}
    within = Question.objects.filter(office__path__startswith=actor.office_path).exclude(office__path__in=above)
    return within.select_related("office", "answer__posting__officer", "answer__posting__office")


def may_answer(actor: Actor, question: Question) -> bool:
    """Whether it is this posting's to answer: it heads the office that is asked. No statement."""
    return actor.is_head and actor.office_id == question.office_id


def altered() -> Iterator[QuestionAnswer]:
    """The answers whose text is not the one that was marked."""
    ring = signing_keys.ring()
    for answer in QuestionAnswer.objects.order_by("pk").iterator():
        key = ring.get(answer.key_id)
        if key is None or not hmac.compare_digest(bytes(answer.mac), chain.link(key, PURPOSE, answer.body)):
            yield answer
