"""Questions that only the complainant can answer: who made contact, and whether the matter is solved."""

from collections.abc import Mapping
from dataclasses import dataclass

from complaints.rules.statuses import Status
from whatsapp.rules import typed_text
from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import Input, TypedText
from whatsapp.rules.dialog_steps import Context
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import LONGEST_BODY, clip
from whatsapp.rules.text_meaning.answer_sentences import read_answer


@dataclass(frozen=True)
class ComplainantQuestion:
    """A question for the complainant. `answers`: pairs of an answer and the key of its button title."""

    key: str
    answers: tuple[tuple[str, str], ...]
    moves: Mapping[str, str]
    typed: Mapping[str, frozenset[str]]


WHO_SPOKE = ComplainantQuestion(
    "who_spoke",
    (("in_person", "spoke_yes"), ("someone_else", "spoke_other"), ("nobody", "spoke_nobody")),
    {"in_person": "confirm_contact", "someone_else": "deny_contact", "nobody": "deny_contact"},
    {"in_person": typed_text.YES, "nobody": typed_text.NO},
)


WHO_WROTE = ComplainantQuestion(
    "who_wrote",
    (("in_person", "yes"), ("nobody", "no")),
    {"in_person": "confirm_contact", "nobody": "deny_contact"},
    {"in_person": typed_text.YES, "nobody": typed_text.NO},
)


IS_IT_SOLVED = ComplainantQuestion(
    "is_it_solved",
    (("solved", "solved_yes"), ("not_solved", "solved_no"), ("partly", "solved_partly")),
    {"solved": "close", "not_solved": "object", "partly": "object"},
    {"solved": typed_text.YES, "not_solved": typed_text.NO, "partly": typed_text.PARTLY},
)


CHANGED_ANSWER = ComplainantQuestion(
    "change_answer",
    (("not_solved", "solved_no"), ("partly", "solved_partly"), ("keep", "solved_still")),
    {"not_solved": "object", "partly": "object"},
    {"not_solved": typed_text.NO, "partly": typed_text.PARTLY, "keep": typed_text.YES},
)
"""Asked when a person who answered "yes" wants to change the answer."""


def given_answer(message: Input, question: ComplainantQuestion) -> str:
    """Return the answer that a tap, a word or a clear sentence gives to the question; "" for none."""
    answer = chosen_answer(message, question.moves.keys(), question.typed)
    return answer or (read_answer(message.text, question.key) if isinstance(message, TypedText) else "")


QUESTIONS = (WHO_SPOKE, WHO_WROTE, IS_IT_SOLVED)


def pending_question(snapshot: Mapping) -> ComplainantQuestion | None:
    """Return the question that the complainant has to answer now; None for none. One question at a time."""
    if snapshot.get("claim") and "deny_contact" in snapshot["moves"]:
        return WHO_WROTE if snapshot.get("claim_is_written") else WHO_SPOKE
    return IS_IT_SOLVED if snapshot.get("status") == Status.RESOLVED else None


def question_text(context: Context, question: ComplainantQuestion) -> str:
    """Return the question in the person's language."""
    officer = translate(context.answers["standing"].get("claim") or {}, context.language)
    return context.say(question.key, officer=officer) if question is not IS_IT_SOLVED else context.say(question.key)


def join_above_question(body: str, *question: str) -> str:
    """Return the text above a question, clipped so that both fit."""
    question_lines = "\n".join(question)
    return clip(body, LONGEST_BODY - len(question_lines) - 1) + "\n" + question_lines
