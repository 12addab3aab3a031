"""What a notice says, as its author hands it in, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime

from ledger.exceptions import Refused
from notices.rules.kinds import CHILD, LONGEST, NoticeKind, Sex
from notices.rules.refusals import Refusal
from web import text

LONGEST_LINE, LONGEST_WORDS = 200, 2000
"""Characters of a name or a place, and of what is told."""


@dataclass(frozen=True)
class NoticeContent:
    """The same in English, Urdu and Roman Urdu. Readers of Roman Urdu get English where nobody wrote it."""

    en: str = ""
    ur: str = ""
    roman: str = ""

    def __bool__(self):
        return bool(self.en or self.ur or self.roman)

    def __iter__(self) -> Iterator[str]:
        return iter((self.en, self.ur, self.roman))


NOTHING = NoticeContent()


@dataclass(frozen=True)
class Content:
    """`name`: of the child or person as it is published, or the title. `words`: what happened, or what for.

    Of a child: `age`, `sex`, `wearing`, `seen_place`, `seen_at`. Of a wanted person: `aliases`, `fir` (number and
    station, where public), `reward` in rupees. `helplines`: numbers to call (information.models.Helpline).
    """

    name: NoticeContent
    words: NoticeContent
    expires_at: datetime
    helplines: tuple[str, ...] = ()
    age: int | None = None
    sex: str = ""
    wearing: NoticeContent = NOTHING
    seen_place: NoticeContent = NOTHING
    seen_at: datetime | None = None
    aliases: NoticeContent = NOTHING
    fir: NoticeContent = NOTHING
    reward: int | None = None


PARTS = {
    NoticeKind.ALERT: frozenset({"age", "sex", "wearing", "seen_place", "seen_at"}),
    NoticeKind.WANTED: frozenset({"sex", "aliases", "fir", "reward"}),
    NoticeKind.NOTICE: frozenset(),
}
"""What a kind says beside name, words, numbers and end."""

COMMON = frozenset({"name", "words", "expires_at", "helplines"})


def spoken(content: Content) -> dict[str, NoticeContent]:
    """What it says in words, by the part's name."""
    parts = {one.name: getattr(content, one.name) for one in fields(content)}
    return {name: value for name, value in parts.items() if isinstance(value, NoticeContent)}


def cleaned(content: Content, kind: NoticeKind) -> Content:
    """The same without what deceives (rules.text), and without what this kind does not say. Raises Refused."""
    try:
        kept = {name: NoticeContent(*map(text.clean, said)) for name, said in spoken(content).items()}
    except text.Unreadable as unreadable:
        raise Refused(Refusal.UNREADABLE) from unreadable
    unsaid = {one.name: one.default for one in fields(content) if one.name not in COMMON | PARTS[kind]}
    return replace(content, **kept | unsaid)


def problem(content: Content, kind: NoticeKind, *, at: datetime) -> Refusal | None:
    """The first thing that keeps it from being published, or None."""
    return next(_problems(content, kind, at=at), None)


def _problems(content: Content, kind: NoticeKind, *, at: datetime) -> Iterator[Refusal]:
    yield from _problems_of_words(content)
    if kind is NoticeKind.ALERT:
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
