"""The first sentence of a question, as a label for officers who look at where people leave the chat."""

import re
from datetime import datetime

from whatsapp.rules.chat_state import State
from whatsapp.rules.dialog_steps import Context, Person
from whatsapp.rules.dialogs import STEPS
from whatsapp.rules.languages import Language
from whatsapp.rules.public_directory import Directory
from whatsapp.rules.replies import clip

LONGEST_LABEL = 70
_SENTENCE = re.compile(r".+?[?؟]|.+?[.۔](?=\s|$)|.+")


def question_label(name: str, language: Language, *, directory: Directory, at: datetime) -> str:
    """Return the question as the chat asks somebody who has answered nothing yet; "" if that is not possible."""
    step = STEPS.get(name)
    context = Context(State(step=name, language=language, dialog_key="label"), directory, Person(), at)
    try:
        question = step.ask(context) if step and step.ask else None
    except (LookupError, TypeError, ValueError, AttributeError):  # the question needs earlier answers
        question = None
    first = _SENTENCE.match(question.body.strip("* \n")) if question else None
    return clip(first[0].rstrip("*.۔: "), LONGEST_LABEL) if first else ""
