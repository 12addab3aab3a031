"""Choosing one of many: by a tap, by its number, or by its name, however it is spelt; nine rows at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from complaints.rules.searching import folded, rank
from whatsapp.rules import typed
from whatsapp.rules.heard import Heard, Said, Tapped
from whatsapp.rules.known import Words, in_language
from whatsapp.rules.replies import LONGEST_DESCRIPTION, LONGEST_LIST_BODY, LONGEST_ROW, MOST_ROWS, Menu, Row, clip
from whatsapp.rules.scene import Scene
from whatsapp.rules.taps import read, tap

MORE = "more"
ALIKE = 0.8
"""From here on a typed name counts as a misspelling (ratio of equal letters, 0 to 1)."""

MOST_NUMBERED = 20
"""Up to so many, all stand numbered in the text; of more, only the rows can be seen."""


@dataclass(frozen=True)
class Option:
    """One of many. `title`: as short as a row; `names`: every name by which it may be typed."""

    code: str
    names: Words
    title: str = ""
    line: str = ""
    search_words: str = ""


@dataclass(frozen=True)
class Turned:
    """Another page of the list is wanted."""

    page: int


def menu(scene: Scene, body: str, options: Sequence[Option], *, page: int = 0, button: str = "choose") -> Menu:
    """The question: a page of the list. The options are numbered through, whatever the page."""
    size = MOST_ROWS - 1 if len(options) > MOST_ROWS else MOST_ROWS
    first = page * size if page * size < len(options) else 0
    numbered = list(enumerate(options, 1))[first : first + size]
    rows = [_row(scene, one, number, with_number=len(options) > MOST_NUMBERED) for number, one in numbered]
    if len(options) > size:
        after = (first // size + 1) if first + size < len(options) else 0
        rows.append(Row(tap(scene.state.step, f"{MORE}:{after}"), clip(scene.say("more"), LONGEST_ROW)))
    return Menu(_numbered(scene, body, options), clip(scene.say(button), 20), tuple(rows))


def picked(scene: Scene, heard: Heard, options: Sequence[Option]) -> Option | Turned | None:
    """Which one was meant; None where that can't be told."""
    if isinstance(heard, Tapped):
        return _tapped(heard, options)
    if not isinstance(heard, Said):
        return None
    if (number := typed.number(heard.text)) is not None:
        return options[number - 1] if 1 <= number <= len(options) else None
    if typed.plain(heard.text) in {MORE, "mazeed", "مزید"}:
        return Turned(int(scene.told.get("_page", 0)) + 1)
    found = named(heard.text, options)
    return found[0] if len(found) == 1 else None


def named(text: str, options: Sequence[Option]) -> list[Option]:
    """Those whose name was typed, the best only: whole, else begun, else misspelt."""
    asked = " ".join(folded(text))
    if not asked:
        return []
    scored = [(_likeness(asked, option), option) for option in options]
    best = max((score for score, _ in scored), default=0)
    return [option for score, option in scored if score == best and score >= ALIKE]


def _likeness(asked: str, option: Option) -> float:
    """3 for a whole name, above 1 where every word begins one of its words, else how alike they are spelt (0 to 1)."""
    names = [name for name in (*option.names.values(), option.title) if name]
    spelt = [" ".join(folded(name)) for name in names]
    if asked in spelt:
        return 3
    if fits := rank(asked, names=names, words=option.search_words):
        return 1 + fits / (6 * len(asked.split()))
    return max((SequenceMatcher(None, asked, name).ratio() for name in spelt), default=0)


def _tapped(heard: Tapped, options: Sequence[Option]) -> Option | Turned | None:
    _, said = read(heard.id)
    if said.startswith(f"{MORE}:") and said.removeprefix(f"{MORE}:").isdigit():
        return Turned(int(said.removeprefix(f"{MORE}:")))
    return next((option for option in options if option.code == said), None)


def _row(scene: Scene, option: Option, number: int, *, with_number: bool) -> Row:
    """A long name, cut in the row, stands whole in the line below it."""
    name = option.title or in_language(option.names, scene.language)
    shown = f"{number}. {name}" if with_number else name
    line = option.line or (name if len(shown) > LONGEST_ROW else "")
    return Row(tap(scene.state.step, option.code), clip(shown, LONGEST_ROW), clip(line, LONGEST_DESCRIPTION))


def _numbered(scene: Scene, body: str, options: Sequence[Option]) -> str:
    if len(options) > MOST_NUMBERED:
        return clip(body, LONGEST_LIST_BODY)
    lines = [f"{number}. {in_language(option.names, scene.language)}" for number, option in enumerate(options, 1)]
    return clip("\n".join([body, "", *lines]), LONGEST_LIST_BODY)
