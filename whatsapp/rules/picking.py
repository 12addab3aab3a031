"""Choosing one of many: by a tap, by its number, or by its name, however it is spelt; nine rows at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from complaints.rules.searching import folded, rank
from whatsapp.rules import typed
from whatsapp.rules.heard import Heard, Said, Tapped
from whatsapp.rules.known import Words, in_language
from whatsapp.rules.replies import LONGEST_DESCRIPTION, LONGEST_LIST_BODY, LONGEST_ROW, MOST_ROWS, Menu, Row, clip
from whatsapp.rules.scene import Goes, Scene, missed, stays
from whatsapp.rules.taps import read, tap

MORE = "more"
NEXT_PAGE = frozenset({"more", "mazeed", "مزید", "next", "aage", "آگے"})
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


def menu(scene: Scene, body: str, options: Sequence[Option], *, button: str = "choose") -> Menu:
    """The question: a page of the list, or those that were meant where several were. Numbered through all pages."""
    options, page = _offered(scene, options), int(scene.told.get("_page", 0))
    size = MOST_ROWS - 1 if len(options) > MOST_ROWS else MOST_ROWS
    first = page * size if page * size < len(options) else 0
    numbered = list(enumerate(options, 1))[first : first + size]
    rows = [_row(scene, one, number, with_number=len(options) > MOST_NUMBERED) for number, one in numbered]
    if len(options) > size:
        after = (first // size + 1) if first + size < len(options) else 0
        rows.append(Row(tap(scene.state.step, f"{MORE}:{after}"), clip(scene.say("more"), LONGEST_ROW)))
    return Menu(_numbered(scene, body, options), clip(scene.say(button), 20), tuple(rows))


def pick(
    scene: Scene,
    heard: Heard,
    options: Sequence[Option],
    then: Callable[[str], Goes],
    *,
    otherwise: str = "not_understood",
) -> Goes:
    """Go on with the code of the one that was meant; another page, or fewer to choose from, or the list once more."""
    if isinstance(heard, Tapped):
        return _tapped(scene, heard, options, then, otherwise)
    if not isinstance(heard, Said):
        return missed(scene.say(otherwise))
    offered = _offered(scene, options)
    if (number := typed.number(heard.text)) is not None:
        found = [offered[number - 1]] if 1 <= number <= len(offered) else []
    elif typed.is_one_of(heard.text, NEXT_PAGE):
        return stays(_page=int(scene.told.get("_page", 0)) + 1)
    else:
        found = named(heard.text, options)
    if len(found) == 1:
        return _chosen(found[0].code, then)
    if found:
        return stays(scene.say("several"), _among=[one.code for one in found], _page=0)
    return missed(scene.say(otherwise), _among=[])


def _chosen(code: str, then: Callable[[str], Goes]) -> Goes:
    """The next list begins at its own first page."""
    goes = then(code)
    return replace(goes, told={"_page": 0, "_among": [], **goes.told})


def _offered(scene: Scene, options: Sequence[Option]) -> Sequence[Option]:
    among = scene.told.get("_among") or ()
    return [option for option in options if option.code in among] or options


def named(text: str, options: Sequence[Option]) -> list[Option]:
    """Those whose name was typed, the best only: whole, else begun, else misspelt."""
    if not folded(text):
        return []
    scored = [(_likeness(text, option), option) for option in options]
    best = max((score for score, _ in scored), default=0)
    return [option for score, option in scored if score == best and score >= ALIKE]


def _likeness(text: str, option: Option) -> float:
    """3 for a whole name, above 1 where every word begins one of its words, else how alike they are spelt (0 to 1)."""
    asked, names = " ".join(folded(text)), [name for name in (*option.names.values(), option.title) if name]
    spelt = [" ".join(folded(name)) for name in names]
    if asked in spelt:
        return 3
    if fits := rank(text, names=names, words=option.search_words):
        return 1 + fits / (6 * len(asked.split()))
    return max((SequenceMatcher(None, asked, name).ratio() for name in spelt), default=0)


def _tapped(scene: Scene, heard: Tapped, options: Sequence[Option], then: Callable, otherwise: str) -> Goes:
    _, said = read(heard.id)
    page = said.removeprefix(f"{MORE}:")
    if said != page and page.isascii() and page.isdigit():
        return stays(_page=int(page))
    if any(option.code == said for option in options):
        return _chosen(said, then)
    return missed(scene.say(otherwise))


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
