"""The questions that are still open before the review, in their order.

Filing asks only these. What is optional (a photo, the place on the map, name, CNIC, the officers concerned, the
station) stands on the review, where it can be added.
"""

from collections.abc import Mapping

from complaints.understanding.normalisation import normalize, tokenize
from whatsapp.rules.dialog_steps import Context

SENTENCE_WORDS = 4
"""Words from which a text says what happened. A shorter one names a matter."""


def is_sentence(text: str) -> bool:
    """Return whether a text has enough words to say what happened."""
    return sum(token[0].isalpha() for token in tokenize(normalize(text))) >= SENTENCE_WORDS


def has_account(answers: Mapping) -> bool:
    """Return whether it is known what happened: by voice, or in words. `_told` marks an answer to that question."""
    return bool(answers.get("spoken") or answers.get("_told")) or is_sentence(" ".join(answers.get("texts", ())))


def next_open_question(context: Context) -> str:
    """Return the step of the first question that is still open; the review if none is.

    Every complaint asks who must not see it. For a matter about the police *yes* is assumed, so the rank is asked at
    once, with "nobody" among the answers (docs/rules.md, *Before registration*).
    """
    answers, kind = context.answers, context.kind
    if not answers.get("district"):
        return "place.region"
    if not has_account(answers):
        return "tell.what"
    if not answers.get("keep_from"):
        return "keep.rank" if kind and kind.about_police else "keep.ask"
    if kind and kind.confidential and "woman_officer" not in answers:
        return "who.woman"
    return "lodge.check"
