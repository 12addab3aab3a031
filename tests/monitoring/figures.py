"""Create a publication, a report and a question without the thousands of complaints behind them."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from accounts.models import Office, Posting
from monitoring.models import Publication, PublicFigure, Question, Report, ReviewsOfQuarter
from monitoring.rules.question_scores import QuestionFigure, compared_weeks
from tests.world import World, clock

MONTHS = (date(2026, 9, 1), date(2026, 10, 1))
LAHORE = {
    "received": 238, "contact_known": 228, "contact_in_time": 205, "report_known": 226, "report_in_time": 159,
    "word_known": 204, "confirmed": 123, "objected": 24, "hours_to_report": 45.8,
}  # fmt: skip


def published() -> Publication:
    """Publish every figure of the province and Lahore, some of Multan, and none of the other districts."""
    publication = Publication.objects.create(first=date(2026, 8, 25), last=date(2026, 11, 22), made_at=clock("06:00"))
    told = {"lahore": LAHORE, "multan": {"received": 14, "contact_known": 12, "contact_in_time": 11}}
    rows = [
        PublicFigure(publication=publication, office=office, month=month, **told.get(office.code, {}))
        for office in Office.objects.districts()
        for month in (None, *MONTHS)
    ]
    rows += [PublicFigure(publication=publication, month=month, **LAHORE) for month in (None, *MONTHS)]
    PublicFigure.objects.bulk_create(rows)
    ended = {"": 61, "not_deliberate": 34, "displeasure": None, "warning": 15, "censure": None, "referred": None}
    quarter = {"first": date(2026, 7, 1), "made_at": clock("06:00")}
    ReviewsOfQuarter.objects.bulk_create(
        ReviewsOfQuarter(**quarter, decision=decision, number=number) for decision, number in ended.items()
    )
    return publication


def reported(world: World) -> Report:
    """Archive Lahore's report of a week in both languages, with dummy PDFs. Return the English one."""
    days = {"rhythm": "weekly", "first": date(2026, 11, 16), "last": date(2026, 11, 22), "as_of": clock("06:05")}
    lahore = world.office("lahore")
    papers = [Report(office=lahore, **days, language=language, pdf=b"%PDF-1.7") for language in ("en", "ur")]
    return Report.objects.bulk_create(papers)[0]


def asked(world: World, *, at: datetime, office: str = "lahore", figure: str = "received", rank: int = 1) -> Question:
    """Create a morning question for the head of an office."""
    today = localdate(at)
    (first, last), _before = compared_weeks(QuestionFigure(figure), today)
    head = Posting.objects.heads().filter(office__code=office).first()
    told = {"number": 96, "of": 120, "before_number": 1021, "before_of": 1104, "score": -4.6}
    counted = {"number": 212, "of": 1, "before_number": 1180, "before_of": 12, "score": 8.1}
    return Question.objects.create(
        asked_on=today, rank=rank, office=world.office(office), figure=figure, first=first, last=last, posting=head,
        asked_at=at, due_at=at + timedelta(days=3), **counted if figure == "received" else told,
    )  # fmt: skip
