"""Reading an answer to a question with buttons. Whoever types a button's words has tapped it (rules.deciding)."""

from collections.abc import Mapping, Set

from whatsapp.rules import typed
from whatsapp.rules.heard import Heard, Said, Tapped
from whatsapp.rules.taps import read

YES_NO = {"yes": typed.YES, "no": typed.NO}


def chosen(heard: Heard, answers: Set[str], words: Mapping[str, frozenset[str]] | None = None) -> str:
    """Which of the answers was given; "" for none. A tap may carry more behind a colon (`submit:<talk>`).

    `words`: further words by which an answer may be typed.
    """
    if isinstance(heard, Tapped):
        said = read(heard.id)[1].partition(":")[0]
        return said if said in answers else ""
    if isinstance(heard, Said) and words:
        return next((answer for answer, meant in words.items() if typed.is_one_of(heard.text, meant)), "")
    return ""
