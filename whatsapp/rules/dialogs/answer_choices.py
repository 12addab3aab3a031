"""Reading an answer to a question with buttons. Whoever types a button's words has tapped it (rules.interpretation)."""

from collections.abc import Mapping, Set

from whatsapp.rules import typed_text
from whatsapp.rules.inputs import Input, Tap, TypedText
from whatsapp.rules.tap_ids import parse_tap_id

YES_NO = {"yes": typed_text.YES, "no": typed_text.NO}


def chosen_answer(message: Input, answers: Set[str], words: Mapping[str, frozenset[str]] | None = None) -> str:
    """Which of the answers was given; "" for none. A tap may carry more behind a colon (`submit:<talk>`).

    `words`: further words by which an answer may be typed.
    """
    if isinstance(message, Tap):
        said = parse_tap_id(message.id)[1].partition(":")[0]
        return said if said in answers else ""
    if isinstance(message, TypedText) and words:
        return next((answer for answer, meant in words.items() if typed_text.is_one_of(message.text, meant)), "")
    return ""
