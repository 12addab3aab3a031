"""Morning questions and their answers. Neither can be changed."""

import json

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.append_only_triggers import APPEND_ONLY
from monitoring.rules.question_scores import MOST_QUESTIONS, QuestionFigure

FIGURES = [
    (QuestionFigure.RECEIVED.value, _("Complaints received")),
    (QuestionFigure.CONTACTED.value, _("Contacted on time")),
    (QuestionFigure.REPORTED.value, _("Reported on time")),
    (QuestionFigure.REOPENED.value, _("Reopened")),
    (QuestionFigure.DENIED.value, _("Citizen says not solved")),
]


class Question(models.Model):
    """A change of a figure that is too large to be chance, which the head of the office explains (docs/decisions/0028).

    `number` of `of` in the week from `first` to `last`; `before_number` of `before_of` in the twelve weeks before.
    Complaints that name an officer, or once did, are not counted. `posting`: the head of the office at the time, if
    there was one.
    """

    asked_on = models.DateField()
    rank = models.PositiveSmallIntegerField()
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    figure = models.CharField(max_length=10, choices=FIGURES)
    first = models.DateField()
    last = models.DateField()
    number = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    before_number = models.PositiveIntegerField()
    before_of = models.PositiveIntegerField()
    score = models.FloatField()
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        verbose_name = _("morning question")
        constraints = [
            UniqueConstraint(name="question_one_a_rank", fields=["asked_on", "rank"]),
            UniqueConstraint(name="question_once_a_figure", fields=["office", "figure", "asked_on"]),
            CheckConstraint(
                name="question_is_in_order",
                condition=Q(rank__gte=1, rank__lte=MOST_QUESTIONS, due_at__gt=F("asked_at")),
            ),
        ]
        indexes = [Index(F("asked_on").desc(), "rank", name="question_newest")]
        triggers = APPEND_ONLY


class QuestionAnswer(models.Model):
    """The answer of the head of the office. `body` holds question and words; `mac` = HMAC(CHAIN_KEY, body)."""

    question = models.OneToOneField(Question, models.PROTECT, related_name="answer")
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    body = models.TextField()
    key_id = models.CharField(max_length=16)
    mac = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("answer to a morning question")
        triggers = APPEND_ONLY

    @property
    def words(self) -> str:
        return json.loads(self.body)["words"]
