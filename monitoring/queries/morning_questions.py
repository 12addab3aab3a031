"""Measure the figures for the morning questions, and load the questions that an actor may see or answer."""

import hmac
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import Office
from accounts.queries.reporting_lines import own_station_paths
from accounts.rules.office_tree import OfficeKind, paths_from_root
from complaints.models import Complaint
from desk.queries.complaint_filters import ALL, filter_complaints
from ledger import chain, signing_keys
from monitoring.models import Question, QuestionAnswer
from monitoring.queries.public_counts import HAS_EXCLUSION_BEYOND_PLACE
from monitoring.queries.sums_by_office import add_sums, late_corrections_by_office, share_of_measure
from monitoring.rules.league_places import LeagueMeasure
from monitoring.rules.question_scores import QUIET_PERIOD, WEEKS_BEFORE, FigureChange, QuestionFigure, compared_weeks
from monitoring.tallies.definitions import shortest_spans
from monitoring.tallies.tally_reading import Sums, TallyQuery, consistent_snapshot, read_tallies
from reviews.rules.delay_patterns import PatternShare

LEAGUE_MEASURES = {
    QuestionFigure.CONTACTED: LeagueMeasure.CONTACTED,
    QuestionFigure.REPORTED: LeagueMeasure.REPORTED,
    QuestionFigure.REOPENED: LeagueMeasure.REOPENED,
    QuestionFigure.DENIED: LeagueMeasure.DENIED,
}
FIGURES_WITH_CLOCKS = (QuestionFigure.CONTACTED, QuestionFigure.REPORTED)
REMINDED_FOR = timedelta(weeks=4)
"""How long an unanswered question is considered for reminders."""
SIGNING_PURPOSE = b"question\x00"
"""Separates the signatures of answers from those of histories, which use the same key."""


def measure_changes(*, today: date, at: datetime) -> list[FigureChange]:
    """Return each figure of each district, in its week and in the twelve weeks before it. Eight statements.

    Complaints that name an officer, or once did, are not counted: the head of the office may be that officer.
    """
    with consistent_snapshot():
        central, districts = Office.objects.central(), list(Office.objects.districts().order_by("path"))
        hidden = _ids_with_exclusion(today, at=at)
        result = read_tallies(
            [
                TallyQuery(f"{figure}{part}", office.pk, "", shortest_spans(*days))
                for figure in QuestionFigure
                for part, days in enumerate(compared_weeks(figure, today))
                for office in districts
            ],
            hidden=hidden,
        )
        late = {
            f"{figure}{part}": late_corrections_by_office(
                OfficeKind.DISTRICT, days, within=central, hidden=hidden, at=at
            )
            for figure in FIGURES_WITH_CLOCKS
            for part, days in enumerate(compared_weeks(figure, today))
        }

    def measure(figure: QuestionFigure, part: int, office: Office) -> PatternShare:
        """Measure the figure in its week (part 0), or in the weeks before (part 1)."""
        name = f"{figure}{part}"
        sums = add_sums(result.total(name, office.pk), late.get(name, {}).get(office.pk, Sums()))
        if figure in LEAGUE_MEASURES:
            return share_of_measure(LEAGUE_MEASURES[figure], sums)
        return PatternShare(sums.received, WEEKS_BEFORE if part else 1)

    return [
        FigureChange(office, figure, measure(figure, 0, office), measure(figure, 1, office))
        for office in districts
        for figure in QuestionFigure
    ]


def _ids_with_exclusion(today: date, *, at: datetime) -> list[int]:
    """Return the ids of complaints in the compared weeks with an exclusion beyond their place, ended or not."""
    compared_days = [day for figure in QuestionFigure for days in compared_weeks(figure, today) for day in days]
    complaints = Complaint.objects.unscoped("figures are counted for the office, then narrowed to the reader").filter(
        HAS_EXCLUSION_BEYOND_PLACE
    )
    received = (min(compared_days), max(compared_days))
    return list(filter_complaints(complaints, status=ALL, received=received, at=at).values_list("pk", flat=True))


def recent_question_keys(*, at: datetime) -> set[tuple[int, QuestionFigure]]:
    """Return offices and figures with an unanswered or a recent question, which are not asked about again."""
    recent = Question.objects.filter(answer=None) | Question.objects.filter(asked_at__gt=at - QUIET_PERIOD)
    return {(office, QuestionFigure(figure)) for office, figure in recent.values_list("office", "figure")}


def late_questions(*, at: datetime) -> QuerySet[Question]:
    """Return the unanswered questions of the last weeks whose deadline has passed."""
    unanswered = Question.objects.filter(answer=None, due_at__lte=at, due_at__gt=at - REMINDED_FOR)
    return unanswered.select_related("office").order_by("pk")


def visible_questions(actor: Actor) -> QuerySet[Question]:
    """Return the questions about the actor's office and the offices below it. Two statements.

    An actor who is also posted at a station may not read figures that count complaints against that station. So the
    questions about the offices above it are left out.
    """
    above = {step for path in own_station_paths(actor) for step in paths_from_root(path)}
    within = Question.objects.filter(office__path__startswith=actor.office_path).exclude(office__path__in=above)
    return within.select_related("office", "answer__posting__officer", "answer__posting__office")


def may_answer_question(actor: Actor, question: Question) -> bool:
    """Return whether the actor heads the office of the question. No statement."""
    return actor.is_head and actor.office_id == question.office_id


def altered_answers() -> Iterator[QuestionAnswer]:
    """Yield the answers whose text does not match its signature."""
    ring = signing_keys.all_signing_keys()
    for answer in QuestionAnswer.objects.order_by("pk").iterator():
        key = ring.get(answer.key_id)
        if key is None or not hmac.compare_digest(
            bytes(answer.mac), chain.compute_link(key, SIGNING_PURPOSE, answer.body)
        ):
            yield answer
