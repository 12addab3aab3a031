"""Data that jobs would have made by now: figures, patterns, questions of the morning, weekly and monthly reports."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from accounts.actors import Actor
from accounts.models import Posting
from monitoring.models import Question, QuestionAnswer, Report
from monitoring.queries import office_reports as reported
from monitoring.rules.report_periods import due_periods
from monitoring.services.figure_publication import publish_quarter_reviews, publish_week
from monitoring.services.questions.answer_recording import record_answer
from monitoring.services.questions.question_creation import create_morning_questions
from monitoring.services.reports.report_making import make_report
from reviews.services import pattern_computation

DAY = timedelta(days=1)
QUESTION_DAYS = 9
ANSWERS = (
    "SAMPLE. Two officers of the cell were on leave in that week; both are back and the backlog has been cleared.",
    "SAMPLE. ایک ہی جرم کی کئی درخواستیں اکٹھی آئیں؛ ملزم گرفتار ہو چکے ہیں۔",
    "SAMPLE. The new inquiry officer did not record calls at once. He has been shown how; I check each evening.",
)
REPORT_OFFICES = ("punjab", "region_lahore", "lahore", "faisalabad", "sargodha")
"""Offices whose reports exist from the beginning; jobs make the others' at their hour."""


def create_report_samples(*, at: datetime) -> None:
    """Create all data that do not exist yet. Can be repeated without harm."""
    publish_week(at=at, replace_existing=True)
    publish_quarter_reviews(at=at)
    pattern_computation.compute_patterns(at=at)
    _create_questions(at=at)
    _create_reports(at=at)


def _create_questions(*, at: datetime) -> None:
    """Create the questions of the last mornings, most of the earlier ones answered."""
    if Question.objects.exists():
        return
    morning = localtime(at).replace(hour=9, minute=0)
    for back in range(QUESTION_DAYS, -1, -1):
        if morning - back * DAY <= at:
            create_morning_questions(at=morning - back * DAY)
    for number, question in enumerate(Question.objects.filter(asked_on__lt=localtime(at - DAY).date()).order_by("pk")):
        head = Posting.objects.heads().current(at).with_people().filter(office=question.office).first()
        if head and number % 4 != 3 and not QuestionAnswer.objects.filter(question=question).exists():
            words = ANSWERS[number % len(ANSWERS)]
            record_answer(question_id=question.pk, words=words, by=Actor.of(head), at=morning - DAY / 2)


def _create_reports(*, at: datetime) -> None:
    if Report.objects.exists():
        return
    for period in due_periods(localtime(at)):
        for office in reported.offices_without_report(period).filter(code__in=REPORT_OFFICES):
            make_report(office, period, at=at)
