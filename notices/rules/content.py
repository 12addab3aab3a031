"""What a notice says, as its author hands it in, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime

from notices.rules.kinds import CHILD, LONGEST, Kind, Sex
from notices.rules.refusals import Refusal, Refused
from web import text

LONGEST_LINE, LONGEST_WORDS = 200, 2000
"""Characters of a name or a place, and of what is told."""


@dataclass(frozen=True)
class Said:
    """The same in English, Urdu and Roman Urdu. Readers of Roman Urdu get English where nobody wrote it."""

    en: str = ""
    ur: str = ""
    roman: str = ""

    def __bool__(self):
        return bool(self.en or self.ur or self.roman)

    def __iter__(self) -> Iterator[str]:
        return iter((self.en, self.ur, self.roman))


NOTHING = Said()


@dataclass(frozen=True)
class Content:
    """`name`: of the child or person as it is published, or the title. `words`: what happened, or what for.

    Of a child: `age`, `sex`, `wearing`, `seen_place`, `seen_at`. Of a wanted person: `aliases`, `fir` (number and
    station, where public), `reward` in rupees. `helplines`: numbers to call (information.models.Helpline).
    """

    name: Said
    words: Said
    expires_at: datetime
    helplines: tuple[str, ...] = ()
    age: int | None = None
    sex: str = ""
    wearing: Said = NOTHING
    seen_place: Said = NOTHING
    seen_at: datetime | None = None
    aliases: Said = NOTHING
    fir: Said = NOTHING
    reward: int | None = None


PARTS = {
    Kind.ALERT: frozenset({"age", "sex", "wearing", "seen_place", "seen_at"}),
    Kind.WANTED: frozenset({"sex", "aliases", "fir", "reward"}),
    Kind.NOTICE: frozenset(),
}
"""What a kind says beside name, words, numbers and end."""

COMMON = frozenset({"name", "words", "expires_at", "helplines"})


def spoken(content: Content) -> dict[str, Said]:
    """What it says in words, by the part's name."""
    parts = {one.name: getattr(content, one.name) for one in fields(content)}
    return {name: value for name, value in parts.items() if isinstance(value, Said)}


def cleaned(content: Content, kind: Kind) -> Content:
    """The same without what deceives (rules.text), and without what this kind does not say. Raises Refused."""
    try:
        kept = {name: Said(*map(text.clean, said)) for name, said in spoken(content).items()}
    except text.Unreadable as unreadable:
        raise Refused(Refusal.UNREADABLE) from unreadable
    unsaid = {one.name: one.default for one in fields(content) if one.name not in COMMON | PARTS[kind]}
    return replace(content, **kept | unsaid)


def problem(content: Content, kind: Kind, *, at: datetime) -> Refusal | None:
    """The first thing that keeps it from being published, or None."""
    return next(_problems(content, kind, at=at), None)


def _problems(content: Content, kind: Kind, *, at: datetime) -> Iterator[Refusal]:
    yield from _problems_of_words(content)
    if kind is Kind.ALERT:
        yield from _problems_of_a_child(content, at=at)
    if content.sex and content.sex not in set(Sex):
        yield Refusal.SEX_MISSING
    if not content.helplines:
        yield Refusal.NO_NUMBER
    if content.expires_at <= at:
        yield Refusal.NO_END
    if content.expires_at > at + LONGEST[kind]:
        yield Refusal.ENDS_TOO_LATE


def _problems_of_words(content: Content) -> Iterator[Refusal]:
    if not content.name:
        yield Refusal.NAME_MISSING
    if not content.words:
        yield Refusal.WORDS_MISSING
    for name, said in spoken(content).items():
        if said and not (said.en and said.ur):
            yield Refusal.ONE_LANGUAGE
        if max(map(len, said)) > (LONGEST_WORDS if name == "words" else LONGEST_LINE):
            yield Refusal.TOO_LONG


def _problems_of_a_child(content: Content, *, at: datetime) -> Iterator[Refusal]:
    if content.age is None:
        yield Refusal.AGE_MISSING
    elif not 0 <= content.age < CHILD:
        yield Refusal.NOT_A_CHILD
    if not content.sex:
        yield Refusal.SEX_MISSING
    if not content.seen_place or content.seen_at is None:
        yield Refusal.SEEN_MISSING
    elif content.seen_at > at:
        yield Refusal.SEEN_LATER
