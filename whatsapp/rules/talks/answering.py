"""Reading an answer to a question with buttons, tapped or typed."""

from collections.abc import Mapping

from whatsapp.rules import typed
from whatsapp.rules.heard import Heard, Said, Tapped
from whatsapp.rules.taps import read


def chosen(heard: Heard, words: Mapping[str, frozenset[str]]) -> str:
    """Which of the answers was given; "" for none. A tap may carry more behind a colon (`submit:<talk>`)."""
    if isinstance(heard, Tapped):
        said = read(heard.id)[1].partition(":")[0]
        return said if said in words else ""
    if isinstance(heard, Said):
        return next((answer for answer, meant in words.items() if typed.is_one_of(heard.text, meant)), "")
    return ""
