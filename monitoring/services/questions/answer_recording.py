"""Answer a morning question. The head of the office answers once; the answer cannot be changed."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.services import required_text
from ledger.row_signing import sign_row
from ledger.service_exceptions import NotPermitted
from monitoring.models import Question, QuestionAnswer
from monitoring.queries.morning_questions import SIGNING_PURPOSE, may_answer_question, visible_questions


@transaction.atomic
def record_answer(*, question_id: int, words: str, by: Actor, at: datetime) -> QuestionAnswer:
    """Record the answer, also after the deadline.

    Raises NotPermitted unless the actor heads that office, or if there is an answer already; Refused without words.
    """
    question = visible_questions(by).select_related(None).filter(pk=question_id).select_for_update(no_key=True).first()
    if (
        question is None
        or not may_answer_question(by, question)
        or QuestionAnswer.objects.filter(question=question).exists()
    ):
        raise NotPermitted("answer a question")
    signed = sign_row(SIGNING_PURPOSE, _signed_content(question, required_text.require_text(words), by=by), at=at)
    return QuestionAnswer.objects.create(
        question=question, posting_id=by.posting_id, at=at, body=signed.body, key_id=signed.key_id, mac=signed.mac
    )


def _signed_content(question: Question, words: str, *, by: Actor) -> dict:
    """Return the signed content: the question and the answer."""
    question_fields = ("number", "of", "before_number", "before_of", "figure", "office_id")
    return {
        "question": question.pk,
        "asked": {name: getattr(question, name) for name in question_fields} | {"first": question.first.isoformat()},
        "by": {"officer": by.officer_id, "posting": by.posting_id},
        "words": words,
    }
