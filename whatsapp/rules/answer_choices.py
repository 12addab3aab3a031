"""Answers to a question with buttons.

rules.input_interpretation turns a typed button title into a tap first.
"""

from collections.abc import Mapping, Set

from whatsapp.rules import typed_text
from whatsapp.rules.chat_inputs import Input, Tap, TypedText
from whatsapp.rules.tap_ids import parse_tap_id

YES_NO = {"yes": typed_text.YES, "no": typed_text.NO}


def chosen_answer(message: Input, answers: Set[str], words: Mapping[str, frozenset[str]] | None = None) -> str:
    """Return the answer that was given, by tap or in words; "" for none of them.

    A tap may carry more after a colon (`submit:<key>`). `words`: typed words that count as each answer.
    """
    if isinstance(message, Tap):
        tapped = parse_tap_id(message.id)[1].partition(":")[0]
        return tapped if tapped in answers else ""
    if isinstance(message, TypedText) and words:
        return next(
            (answer for answer, accepted_words in words.items() if typed_text.is_one_of(message.text, accepted_words)),
            "",
        )
    return ""
